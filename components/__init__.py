"""Parts of pages. They take values; only the shell is bound to state."""
