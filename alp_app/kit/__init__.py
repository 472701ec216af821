"""Ids, clock, errors, pages, text: knows nothing of learning."""
