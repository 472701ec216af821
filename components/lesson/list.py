"""Lists of points or steps."""

import reflex as rx

from components.lesson.sentences import sentences
from components.ui.values import Item


def points(block: Item) -> rx.Component:
    return rx.cond(
        block["is_ordered"],
        rx.el.ol(rx.foreach(block["list_items"], _point), class_name="points"),
        rx.el.ul(rx.foreach(block["list_items"], _point), class_name="points"),
    )


def _point(point: Item) -> rx.Component:
    return rx.el.li(sentences(point))
