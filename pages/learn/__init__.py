"""Pages of those who study."""
