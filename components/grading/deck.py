"""The desk of who grades: a queue of learners, and the work of the one who is shown."""

from typing import Any

import reflex as rx

from components.ui.values import Child, Number, Text


class DeckQueue(rx.Component):
    library = "$/public/client/deck.jsx"
    tag = "DeckQueue"

    deck: rx.Var[str]
    label: rx.Var[str]
    rows: rx.Var[list[Any]]
    start: rx.Var[int]


class DeckPanel(rx.Component):
    library = "$/public/client/deck.jsx"
    tag = "DeckPanel"

    at: rx.Var[int]


def deck_queue(label: Text, *, deck: Text, rows: rx.Var[Any], start: Number) -> rx.Component:
    """`rows` have `number`, `name` (empty when it is not to be known), `state` and `points`.

    Opens at `start`, once for each `deck`. Its keys are listed by `grading_key.*`.
    """
    return DeckQueue.create(label=label, deck=deck, rows=rows, start=start)


def deck_panel(*content: Child, at: Number, key: Text) -> rx.Component:
    """What is on the desk at one place: with an h2 that can be focused, `data-criterion` at each group
    of levels, and fields `points` and `comment`."""
    return DeckPanel.create(*content, at=at, key=key)
