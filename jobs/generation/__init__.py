"""Drafting a course, stage by stage. Each finished step is kept, so a retry goes on where it stopped."""
