"""Work that takes long: how it is claimed, run, retried; one module or package per noun for what it does."""
