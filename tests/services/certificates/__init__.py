"""Certificates: given once, drawn once, checked by anybody."""
