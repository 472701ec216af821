"""The ruler: progress as a measured scale with a tick for each lesson and a tall one for each module."""

import reflex as rx

from components.ui.values import Child, Number, Text, given


class Ruler(rx.Component):
    library = "$/public/client/ruler.jsx"
    tag = "Ruler"

    label: rx.Var[str]
    ticks: rx.Var[list[str]]
    done: rx.Var[int]
    total: rx.Var[int]
    sizes: rx.Var[list[int]]
    small: rx.Var[bool]


def ruler(
    label: Text,
    *,
    ticks: list[str] | rx.Var[list[str]] | None = None,
    done: Number | None = None,
    total: Number | None = None,
    sizes: list[int] | rx.Var[list[int]] | None = None,
    small: bool = False,
) -> rx.Component:
    """Give `done` of `total`, or one of "on", "now", "bad", "" for each lesson in `ticks`.

    `sizes` are the modules' lesson counts in order. `label` says the same in words: it is all that
    assistive technology gets.
    """
    return Ruler.create(
        label=label, small=small, **given(ticks=ticks, done=done, total=total, sizes=sizes)
    )


def ruler_caption(start: Child, end: Child) -> rx.Component:
    """What the ruler says, in words beneath it."""
    return rx.el.p(rx.el.span(start), rx.el.span(end), class_name="ruler-cap")
