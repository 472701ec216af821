"""What people of a class say to each other."""
