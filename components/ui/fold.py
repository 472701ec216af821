"""Content that stands open on a wide window and behind a button on a narrow one."""

import reflex as rx

from components.ui.icons import IconName, icon
from components.ui.values import Child


class Fold(rx.Component):
    """The first child is the button's face, the others what it opens."""

    library = "$/public/client/fold.jsx"
    tag = "Fold"


def fold(words: Child, *content: Child, mark: IconName) -> rx.Component:
    """Closed at first under 832 px; above, there is no button. `words` name what is folded away."""
    return Fold.create(
        rx.el.span(
            icon(mark),
            rx.el.span(words),
            icon("chevron-down", "i fold-mark"),
            class_name="fold-face",
        ),
        *content,
    )
