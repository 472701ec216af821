"""Drafting a course with engines: what is asked for, what comes back, where it is kept."""
