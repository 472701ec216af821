"""A note, a warning or a danger within a lesson."""

import reflex as rx

from components.lesson.sentences import sentences
from components.ui.callout import callout
from components.ui.values import Item


def lesson_callout(block: Item) -> rx.Component:
    return callout(rx.el.p(sentences(block["sentences"])), title=block["title"], tone=block["tone"])
