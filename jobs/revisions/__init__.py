"""Writing and drawing single parts of a draft again, as proposals."""
