"""Tables of a lesson: cells hold prepared HTML; wide ones scroll in their own frame."""

import reflex as rx

from components.lesson.caption import caption
from components.lesson.html import html
from components.ui.values import Item
from components.ui.words import t


def data_table(block: Item) -> rx.Component:
    return rx.el.figure(
        rx.el.div(
            rx.el.table(
                rx.el.thead(rx.el.tr(rx.foreach(block["header"], _head))),
                rx.el.tbody(rx.foreach(block["rows"], _row)),
                class_name="tbl",
            ),
            class_name="table-frame",
            tab_index=0,
            role="region",
            aria_label=t("caption.table", number=block["number"]),
        ),
        caption(block, "table"),
        class_name="fig fig-table",
    )


def _head(words: Item) -> rx.Component:
    return html("th", words, scope="col")


def _row(cells: Item) -> rx.Component:
    return rx.el.tr(rx.foreach(cells, _cell))


def _cell(words: Item) -> rx.Component:
    return html("td", words)
