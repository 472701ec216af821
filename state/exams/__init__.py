"""Tests of a class: taken by their learners, made and judged by their teachers."""
