"""Version 1 of the REST API: one module for each noun, each with a `router`."""
