"""ClamAV, through its daemon `clamd`."""
