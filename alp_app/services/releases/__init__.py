"""What a new version of a course says differently, and telling those who had learned the old words."""
