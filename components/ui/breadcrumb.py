"""Where a page stands."""

import reflex as rx

from components.ui.values import Child, Text
from components.ui.words import t


def breadcrumb(*places: tuple[Child, Text | None]) -> rx.Component:
    """`(words, href)` from the top down; the page itself, last, has no address."""
    return rx.el.nav(
        rx.el.ol(*(_place(words, href) for words, href in places)),
        class_name="crumbs",
        aria_label=t("breadcrumb.label"),
    )


def _place(words: Child, href: Text | None) -> rx.Component:
    if href is None:
        return rx.el.li(rx.el.span(words, aria_current="page"))
    return rx.el.li(rx.el.a(words, href=href))
