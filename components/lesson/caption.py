"""What stands under a figure, a table, a model or a video: its number, its words, who made it."""

import reflex as rx

from components.lesson.html import html
from components.ui.values import Item
from components.ui.words import t, t_in


def caption(block: Item, kind: str) -> rx.Component:
    """`kind` is a key of the family `caption`: figure or table."""
    return rx.el.figcaption(
        rx.cond(block["number"] != "", rx.el.b(t_in("caption", kind, number=block["number"]))),
        rx.el.span(
            html("span", block["caption_html"]),
            rx.cond(
                block["is_placeholder"],
                rx.el.span(" ", t("picture.placeholder"), class_name="maker"),
                rx.cond(
                    block["maker"] != "",
                    rx.el.span(" ", t("picture.made_by", model=block["maker"]), class_name="maker"),
                ),
            ),
        ),
    )


def legend(block: Item) -> rx.Component:
    return rx.cond(
        block["legend"].length() > 0,
        rx.el.ol(rx.foreach(block["legend"], _entry), class_name="legend"),
    )


def _entry(entry: Item) -> rx.Component:
    return rx.el.li(rx.el.b(entry["mark"]), " ", html("span", entry["meaning_html"]))
