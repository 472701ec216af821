"""ComfyUI: wire format in client.py, node graphs in graph.py, our contract in adapter.py."""
