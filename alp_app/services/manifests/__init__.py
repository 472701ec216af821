"""The record of how each generated thing was made, and what can be done with it."""
