"""Pages for those who write courses."""
