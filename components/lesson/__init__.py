"""A prepared lesson, one module per type of block."""
