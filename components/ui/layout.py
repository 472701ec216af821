"""How regions stand beside each other on a page."""

from typing import Literal

import reflex as rx

from components.ui.values import Child, Text

Width = Literal["", "wide", "narrow"]
Gap = Literal[1, 2, 3, 4, 5, 6, 7]


def page(*children: Child, width: Width = "") -> rx.Component:
    """The ordinary page: one column of content with gutters."""
    return rx.el.div(*children, class_name=f"wrap wrap-{width}" if width else "wrap")


def page_head(
    title: Child,
    *,
    lead: Child | None = None,
    actions: list[rx.Component] | None = None,
    above: rx.Component | None = None,
) -> rx.Component:
    """The page's one h1, with a breadcrumb `above` it, a `lead` below and `actions` at the right."""
    return rx.el.header(
        rx.el.div(
            *([above] if above else []),
            rx.el.h1(title),
            *([] if lead is None else [rx.el.p(lead)]),
        ),
        *([row(*actions)] if actions else []),
        class_name="page-head",
    )


def section(
    title: Child,
    *children: Child,
    id: str,  # noqa: A002 (the attribute's own name)
    more: rx.Component | None = None,
    hidden: bool = False,
) -> rx.Component:
    """A titled region. `more` is a link at the right of its heading; `hidden` only reads the title aloud."""
    heading = rx.el.h2(title, id=f"{id}-title", class_name="vh" if hidden else "")
    return rx.el.section(
        heading if hidden else rx.el.div(heading, *([more] if more else []), class_name="head"),
        *children,
        aria_labelledby=f"{id}-title",
    )


def row(*children: Child, spread: bool = False, gap: Gap | None = None) -> rx.Component:
    name = "row spread" if spread else "row"
    return rx.el.div(*children, class_name=f"{name} gap-{gap}" if gap else name)


def stack(*children: Child, gap: Gap = 3) -> rx.Component:
    return rx.el.div(*children, class_name=f"stack gap-{gap}")


def split(main: rx.Component, side: rx.Component) -> rx.Component:
    """A main column with a narrower one that falls below it under 1024 px."""
    return rx.el.div(main, side, class_name="split")


def with_filters(filters: rx.Component, results: rx.Component) -> rx.Component:
    return rx.el.div(filters, results, class_name="with-filters")


def meta(*children: Child) -> rx.Component:
    """Small secondary words."""
    return rx.el.p(*children, class_name="meta")


def soft(*children: Child) -> rx.Component:
    return rx.el.p(*children, class_name="soft")


def hidden(*words: Text) -> rx.Component:
    """Read aloud, not seen."""
    return rx.el.span(*words, class_name="vh")
