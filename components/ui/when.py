"""Instants and durations, written by the browser in the reader's zone and language."""

from typing import Literal

import reflex as rx

from components.ui.values import Number, Text, number, text

Look = Literal[
    "clock", "second", "day", "weekday", "weekday_only", "month", "moment", "opening", "ago"
]  # fmt: skip

Instant = Text
"""ISO 8601 with its offset, or a day alone, as the server sends it; empty shows nothing."""


class When(rx.Component):
    library = "$/public/client/when.jsx"
    tag = "When"

    at: rx.Var[str]
    look: rx.Var[str]


class Elapsed(rx.Component):
    library = "$/public/client/when.jsx"
    tag = "Elapsed"

    since: rx.Var[str]
    until: rx.Var[str]
    seconds: rx.Var[int]


def when(at: Instant, look: Look = "clock") -> rx.Component:
    """`clock` 12:03, `second` 12:03:05, `day` 18 Nov, `weekday` Mon 24 Nov, `weekday_only` Mon,
    `month` November 2026, `moment` 18 Nov, 12:03, `opening` Monday 12 January, 08:00, `ago` 4 min. ago."""
    return When.create(at=text(at), look=look)


def elapsed(since: Instant, until: Instant = "") -> rx.Component:
    """38:12, counting on each second while there is no `until`."""
    return Elapsed.create(since=text(since), until=text(until))


def spent(seconds: Number) -> rx.Component:
    """A duration that is already known."""
    return Elapsed.create(seconds=number(seconds))
