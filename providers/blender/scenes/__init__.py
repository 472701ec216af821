"""Scripts that Blender's own Python runs, one process a model: `job.py` starts, each kind has a file.

They import each other by plain names, since Blender puts this folder on the path, and nothing of ours.
Lengths are millimetres, angles degrees; the finished scene is in metres.
"""
