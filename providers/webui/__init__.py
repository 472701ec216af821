"""Stable Diffusion WebUI's `/sdapi/v1`: wire format in client.py, our contract in adapter.py."""
