"""Prompt templates, one file each under `<noun>/<name>.md`, and the loader that renders them.

They are part of the core because they are pedagogy. Engine-specific graphs and scripts live with
their provider.
"""
