"""A figure: number, unit, period, and what changed in words."""

import reflex as rx

from components.ui.values import Child


def stat(
    name: Child, number: Child, *, unit: Child = "", change: Child | None = None
) -> rx.Component:
    return rx.el.div(
        rx.el.dt(name),
        rx.el.dd(rx.el.span(number, class_name="stat-number"), " ", unit),
        *([] if change is None else [rx.el.dd(change, class_name="stat-change")]),
        class_name="stat",
    )


def stats(*items: rx.Component) -> rx.Component:
    """Figures on one line, in `dl`."""
    return rx.el.dl(*items, class_name="stats")
