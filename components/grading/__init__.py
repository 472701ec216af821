"""Parts of the pages on which work is handed in, graded and added up."""
