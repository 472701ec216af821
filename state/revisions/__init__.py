"""States of the pages that show proposals, the history of a draft, and what a source touches."""
