"""REST: the same services as the pages, for other programs. Knows HTTP and nothing of Reflex."""
