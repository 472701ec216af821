"""The page of what happens when."""
