"""Figures of learning: charts, how sure a share is, and the way to the rows."""
