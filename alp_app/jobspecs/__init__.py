"""What work can be asked for: frozen requests, one module per noun. How it is done is in `jobs`."""
