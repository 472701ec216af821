"""Parts and pages of what is said in a class."""
