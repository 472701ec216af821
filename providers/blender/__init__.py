"""Blender as a scene renderer: a process of its own for each model, as its licence (GPL) asks.

The scripts it runs lie in `scenes/`; nothing of ours imports them.
"""
