"""What the pages of assignments show, and what is done on them."""
