"""Certificates: their design, those of a course, one's own, and checking one."""
