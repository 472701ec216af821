"""Certificates: how they look, who has one, and whether one that somebody shows is real."""
