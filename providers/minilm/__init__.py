"""The built-in embeddings: all-MiniLM-L6-v2 on the CPU of this process."""
