"""Changing one part of a draft with an engine, and the history of every part."""
