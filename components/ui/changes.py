"""What changed between two texts: words that went and words that came, marked up as such."""

import reflex as rx

from components.ui.values import Item, one_of


def changes(parts: Item) -> rx.Component:
    """From a list of `{kind, text}`: `same`, `gone` or `new`."""
    return rx.el.p(rx.foreach(parts, _part), class_name="changes")


def _part(part: Item) -> rx.Component:
    words = part["text"].to(str)
    return one_of(
        part["kind"].to(str),
        ("gone", rx.el.del_(words)),
        ("new", rx.el.ins(words)),
        rx.el.span(words),
    )
