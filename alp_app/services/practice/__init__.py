"""Spaced review of questions that a learner has met: the daily queue, its schedule, a package for Anki."""
