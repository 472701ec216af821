"""Sentences: each a span with its own id, because citations, narration and translation point at it."""

import reflex as rx

from components.lesson.citation import citation
from components.lesson.html import html
from components.ui.values import Item


def sentences(items: Item) -> rx.Component:
    """Of a list of SentenceProps, one after the other."""
    return rx.foreach(items, _sentence)


def _sentence(sentence: Item) -> rx.Component:
    return rx.el.span(
        html("span", sentence["html"]),
        rx.foreach(sentence["citations"], citation),
        " ",
        custom_attrs={"data-sentence": sentence["id"]},
    )
