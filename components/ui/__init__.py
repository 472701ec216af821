"""The design system: controls, layout, words."""
