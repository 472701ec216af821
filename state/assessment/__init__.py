"""The question bank of a course, and the form of a question."""
