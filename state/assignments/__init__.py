"""What the pages of assignments and grades are about."""
