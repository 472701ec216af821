"""Whether a statement stands on a source: solid, dashed for partly, hollow for none."""

from typing import Literal

import reflex as rx

from components.ui.values import Child, Number, Text, text
from components.ui.words import t_in

Support = Literal["full", "part", "none"]


class SupportTicks(rx.Component):
    library = "$/public/client/support.jsx"
    tag = "SupportTicks"

    full: rx.Var[int]
    part: rx.Var[int]
    none: rx.Var[int]


def support_ticks(full: Number, part: Number, none: Number) -> rx.Component:
    """A lesson's statements at a glance, at most six ticks; the counts are read aloud."""
    return SupportTicks.create(full=full, part=part, none=none)


def support_key(support: Support, count: Child) -> rx.Component:
    """A row of the legend: mark, words, count."""
    return rx.el.li(
        rx.el.i(class_name=f"support-mark is-{support}"),
        rx.el.span(t_in("support", support)),
        rx.el.span(count, class_name="num"),
        class_name="support-key",
    )


def supported(
    support: Text, *content: Child, selected: bool | rx.Var[bool] = False
) -> rx.Component:
    """A passage with its mark in the margin. `support` is full, part, none, or empty for no mark."""
    return rx.el.div(
        *content,
        rx.cond(text(support) != "", rx.el.span(" ", t_in("support", support), class_name="vh")),
        class_name=rx.cond(
            selected, "passage is-selected is-" + text(support), "passage is-" + text(support)
        ),
    )
