"""How full something is, on a scale with twelve ticks: memory of a host, a quota."""

import reflex as rx

from components.ui.values import Child, Number, Text


def meter(label: Text, *percents: Number) -> rx.Component:
    """One part in blue, a second beside it in amber. `label` says the figures."""
    return rx.el.div(
        *(rx.el.i(style={"width": f"{percent}%"}) for percent in percents),
        class_name="meter",
        role="img",
        aria_label=label,
    )


def meter_key(*entries: Child) -> rx.Component:
    """What the parts are, each with its swatch, in the same order."""
    return rx.el.p(
        *(rx.el.span(rx.el.i(class_name="swatch"), entry) for entry in entries),
        class_name="meta meter-key",
    )


def hosts(*items: Child) -> rx.Component:
    return rx.el.div(*items, class_name="hosts")


def host(name: Child, state: rx.Component, *content: Child) -> rx.Component:
    return rx.el.div(rx.el.h3(name, " ", state), *content, class_name="host")
