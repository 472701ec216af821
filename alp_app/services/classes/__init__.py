"""Classes: who takes a course together, how they come in, and when its lessons open for them."""
