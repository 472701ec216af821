"""An engine that speaks OpenAI's chat API: wire format in client.py, our contract in adapter.py."""
