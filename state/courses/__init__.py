"""Pages about courses: the author's list, the editor, the catalogue."""
