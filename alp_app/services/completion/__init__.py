"""What completing a course takes beside its lessons: the work that a class asks for."""
