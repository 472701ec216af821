"""The `alp` command line: one file for each group of commands.

Here belongs what a person types and reads in a terminal. What the commands do belongs below.
"""
