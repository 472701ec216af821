"""What is recorded about releases."""

CHANGES_TOLD = "course.changes_told"
