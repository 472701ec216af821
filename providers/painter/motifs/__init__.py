"""One family of motifs a file; `shelf.py` lists them all. A motif knows its shape, not its colours."""
