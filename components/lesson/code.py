"""Program code with its parts coloured, and a button that copies it as it was typed."""

import reflex as rx

from components.lesson.html import html
from components.ui.copy import copy_button
from components.ui.values import Item
from components.ui.words import t


def code(block: Item) -> rx.Component:
    return rx.el.figure(
        rx.el.div(
            rx.el.span(block["language"], class_name="label"),
            copy_button(block["code"]),
            class_name="code-head",
        ),
        rx.el.pre(
            html("code", block["code_html"]),
            tab_index=0,
            role="region",
            aria_label=t("caption.code", language=block["language"]),
        ),
        rx.cond(
            block["caption_html"] != "",
            rx.el.figcaption(html("span", block["caption_html"])),
        ),
        class_name="fig code",
    )
