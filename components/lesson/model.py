"""A 3D model to turn by hand, by mouse, touch or arrow keys."""

import reflex as rx

from components.lesson.caption import caption, legend
from components.ui.values import Item
from components.ui.words import t

LIBRARIES = ["@google/model-viewer@4.4.0", "three@0.183.2"]


class Model(rx.Component):
    library = "$/public/client/model.jsx"
    tag = "Model"
    lib_dependencies: list[str] = LIBRARIES

    src: rx.Var[str]
    poster: rx.Var[str]
    alt: rx.Var[str]


def model(block: Item) -> rx.Component:
    return rx.el.figure(
        rx.cond(
            block["src"] != "",
            Model.create(src=block["src"], poster=block["poster_src"], alt=block["alt"]),
            rx.el.p(t("model.not_made"), " ", block["alt"], class_name="not-made"),
        ),
        legend(block),
        caption(block, "figure"),
        class_name="fig",
    )
