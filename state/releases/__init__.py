"""What new versions of courses say differently: telling it, and reading it."""
