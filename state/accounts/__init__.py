"""Pages about accounts: the doors, one's own account, the people of the school."""
