"""One paragraph."""

import reflex as rx

from components.lesson.sentences import sentences
from components.ui.values import Item


def paragraph(block: Item) -> rx.Component:
    return rx.el.p(sentences(block["sentences"]))
