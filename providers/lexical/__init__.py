"""Judges texts by their words alone: built in, needs no model."""
