"""Pages about having a course drafted."""
