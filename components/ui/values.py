"""The kinds of value a component takes: plain Python, or a Var that the browser fills in."""

from collections.abc import Mapping
from typing import Any, cast

import reflex as rx
from reflex.vars import BooleanVar, NumberVar, StringVar

Text = str | rx.Var[str]
Flag = bool | rx.Var[bool]
Number = int | float | rx.Var[int] | rx.Var[float]
Facts = Mapping[str, Any] | rx.Var[dict[str, Any]]
Child = rx.Component | Text | rx.Var[int]
Handler = rx.event.EventType[Any]

Item = Any
"""One element of an `rx.foreach`: a Var whose fields Reflex types at run time."""


def text(value: Text) -> StringVar:
    return rx.Var.create(value).to(str)


def flag(value: Flag) -> BooleanVar:
    return rx.Var.create(value).to(bool)


def number(value: Number) -> NumberVar[int]:
    return rx.Var.create(value).to(int)


def first_of(preferred: Item, otherwise: Item) -> StringVar:
    """The first text unless it is empty."""
    return text(cast("Any", rx).cond(preferred != "", preferred, otherwise))


def id_of(item: Item, name: str = "id") -> StringVar:
    """An id of a view, as text: Reflex has no word for the core's id types."""
    return item.to(dict[str, Any])[name].to(str)


def given(**attributes: Any) -> dict[str, Any]:
    """The attributes that have a value; Reflex would print the others as null."""
    return {name: value for name, value in attributes.items() if value is not None}


def one_of(value: Text, *cases: Any) -> rx.Component:
    """`rx.match` among components; the last case is the default."""
    return cast("rx.Component", rx.match(value, *cases))


def one_text(value: Text, *cases: Any) -> StringVar:
    """`rx.match` among texts; the last case is the default."""
    return cast("rx.Var[str]", rx.match(value, *cases)).to(str)
