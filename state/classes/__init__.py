"""Pages about classes: joining and coming back; the list, one class, its plan and its people."""
