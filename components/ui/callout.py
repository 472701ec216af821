"""Callouts: a note, a warning, a danger. The left edge and the icon say which, with the words."""

from typing import Literal

import reflex as rx

from components.ui.icons import icon
from components.ui.values import Child, Text, one_of, one_text, text

CalloutTone = Literal["note", "warning", "danger"]


def callout(*content: Child, title: Text = "", tone: Text = "note") -> rx.Component:
    """`tone` is a CalloutTone."""
    return rx.el.div(
        one_of(
            tone,
            ("warning", icon("triangle-alert")),
            ("danger", icon("circle-alert")),
            icon("info"),
        ),
        rx.el.div(rx.cond(text(title) != "", rx.el.strong(title)), *content),
        class_name=one_text(
            tone,
            ("warning", "callout callout-warn"),
            ("danger", "callout callout-bad"),
            "callout callout-note",
        ),
        role="note",
    )
