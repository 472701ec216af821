"""What the pages of grades show, and what is done on them."""
