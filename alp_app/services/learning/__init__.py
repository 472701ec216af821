"""Learners: who studies what, where they are, what they answered. Reads published versions only."""
