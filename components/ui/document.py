"""What the app hands to `rx.App` so that every page carries the design system."""

import reflex as rx

STYLESHEETS = ["styles/main.css"]
"""With `reset_style=False` and `toaster=None`; the overlay is components.shell's connection banner."""


def head() -> list[rx.Component]:
    """For `head_components`: the icon, and the colours of the browser's own bars."""
    return [
        rx.el.link(rel="icon", href="/favicon.svg", type="image/svg+xml", sizes="any"),
        *(
            rx.el.meta(
                name="theme-color",
                content=colour,
                custom_attrs={"media": f"(prefers-color-scheme: {scheme})"},
            )
            for scheme, colour in (("light", "#fbfdfb"), ("dark", "#191f1d"))
        ),
    ]
