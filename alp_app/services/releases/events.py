"""What is recorded about releases."""

CHANGES_TOLD = "release.told"
