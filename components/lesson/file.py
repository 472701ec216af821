"""Something to download."""

import reflex as rx

from components.ui.icons import icon
from components.ui.size import size
from components.ui.values import Item
from components.ui.words import t


def file(block: Item) -> rx.Component:
    """Without an address nobody has chosen the file yet."""
    return rx.cond(
        block["src"] != "",
        rx.el.a(
            icon("download"),
            rx.el.span(
                rx.el.strong(block["title"]),
                rx.el.span(block["filename"], ", ", size(block["size"]), class_name="meta"),
            ),
            href=block["src"],
            download=block["filename"],
            reload_document=True,
            class_name="file",
        ),
        rx.el.div(
            rx.el.p(t("file.not_chosen"), " ", block["title"], class_name="not-made"),
            class_name="fig",
        ),
    )
