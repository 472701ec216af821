"""The built-in writer: llama.cpp in one process of its own, and the model files it reads."""
