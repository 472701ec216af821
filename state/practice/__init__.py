"""Spaced review: what is due, and how much of it."""
