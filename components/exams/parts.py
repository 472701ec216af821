"""What must work without a connection, or answers to each key at once."""

from typing import Any

import reflex as rx

from components.ui.values import Item

LIBRARIES = ["idb-keyval@6.3.0"]


class Player(rx.Component):
    library = "$/public/client/exam/player.jsx"
    tag = "Player"
    lib_dependencies: list[str] = LIBRARIES


class Reviewed(rx.Component):
    library = "$/public/client/exam/reviewed.jsx"
    tag = "Reviewed"

    slot: rx.Var[Any]


def player() -> rx.Component:
    """Takes the attempt that the page's address names."""
    return Player.create()


def reviewed(slot: Item) -> rx.Component:
    """One question with its answer, and what may be known of it."""
    return Reviewed.create(slot=slot)
