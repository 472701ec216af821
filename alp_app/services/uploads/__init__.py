"""Files on their way: begun, gone on with, and taken to where they belong."""
