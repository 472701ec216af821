"""Pages about what is held about people, and for how long."""
