"""What the app hands to `rx.App` so that every page carries the design system."""

STYLESHEETS = ["styles/main.css"]
"""With `reset_style=False` and `toaster=None`; the overlay is components.shell's connection banner."""
