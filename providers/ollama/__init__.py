"""Ollama's own API: wire format in client.py, our contracts in adapter.py."""
