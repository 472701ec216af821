"""What speaks for a statement or an answer key: who checked it, how, and where it stands."""
