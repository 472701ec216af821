"""Something to download."""

import reflex as rx

from components.ui.icons import icon
from components.ui.values import Item
from components.ui.words import t


def file(block: Item) -> rx.Component:
    return rx.el.a(
        icon("download"),
        rx.el.span(
            rx.el.strong(block["title"]),
            rx.el.span(
                t("file.about", filename=block["filename"], megabytes=block["size"] / 1_048_576),
                class_name="meta",
            ),
        ),
        href=block["src"],
        download=block["filename"],
        reload_document=True,
        class_name="file",
    )
