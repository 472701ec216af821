"""Sentences: each a span with its own id, because citations, narration and translation point at it."""

import reflex as rx

from components.lesson.citation import citation
from components.lesson.html import html
from components.ui.icons import icon
from components.ui.values import Item
from components.ui.words import t


def sentences(items: Item) -> rx.Component:
    """Of a list of SentenceProps, one after the other."""
    return rx.foreach(items, _sentence)


def _sentence(sentence: Item) -> rx.Component:
    return rx.el.span(
        html("span", sentence["html"]),
        rx.foreach(sentence["citations"], citation),
        rx.cond(sentence["verdict"] == "accepted", _own_mark()),
        " ",
        custom_attrs={"data-sentence": sentence["id"]},
    )


def _own_mark() -> rx.Component:
    """A person vouches for the sentence before it."""
    return rx.el.span(
        icon("user"),
        class_name="own-mark",
        role="img",
        tab_index=0,
        aria_label=t("support.own_knowledge"),
        custom_attrs={"data-tip": t("support.own_knowledge")},
    )
