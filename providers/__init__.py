"""Engines behind contracts. Knows nothing of us."""
