"""Holding sentences against the sources of their course, while they are written and when either changes."""
