"""Reviews of courses, on their pages."""
