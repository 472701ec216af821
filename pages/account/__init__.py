"""Coming in, and one's own account."""
