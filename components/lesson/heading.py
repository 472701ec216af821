"""Headings, numbered when they are of the second level."""

import reflex as rx

from components.ui.values import Item


def heading(block: Item) -> rx.Component:
    number = rx.cond(block["number"] != "", rx.el.span(block["number"], class_name="num"))
    return rx.cond(
        block["level"] == 2,  # noqa: PLR2004 (the level of the element it makes)
        rx.el.h2(number, rx.el.span(block["title"])),
        rx.el.h3(block["title"]),
    )
