"""What the marks of a class add up to, and why."""
