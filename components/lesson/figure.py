"""Pictures: in the rendition that suits the theme, with number, legend and maker."""

import reflex as rx

from components.lesson.caption import caption, legend
from components.ui.values import Item
from components.ui.words import t


class Picture(rx.Component):
    library = "$/public/client/picture.jsx"
    tag = "Picture"

    src: rx.Var[str]
    small_src: rx.Var[str]
    dark_src: rx.Var[str]
    alt: rx.Var[str]
    width: rx.Var[int]
    height: rx.Var[int]


def figure(block: Item) -> rx.Component:
    """Without an address the picture is still being made: its description stands in for it."""
    return rx.el.figure(
        rx.cond(
            block["src"] != "",
            Picture.create(
                src=block["src"],
                small_src=block["small_src"],
                dark_src=block["dark_src"],
                alt=block["alt"],
                width=block["width"],
                height=block["height"],
            ),
            rx.el.p(t("picture.not_made"), " ", block["alt"], class_name="not-made"),
        ),
        legend(block),
        caption(block, "figure"),
        class_name="fig",
    )
