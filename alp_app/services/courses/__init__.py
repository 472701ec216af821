"""Courses: drafts, publishing, the catalogue, and lessons prepared for reading."""
