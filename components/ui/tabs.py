"""Tabs: arrows move among them, and what was left in one is kept."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from components.ui.values import Handler, Text, given


class Tabs(rx.Component):
    library = "$/public/client/tabs.jsx"
    tag = "Tabs"

    label: rx.Var[str]
    names: rx.Var[list[dict[str, Any]]]
    value: rx.Var[str]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]


@dataclass(frozen=True, slots=True)
class Tab:
    id: str
    words: Text
    panel: rx.Component


def tabs(
    label: Text, *items: Tab, value: Text | None = None, on_change: Handler | None = None
) -> rx.Component:
    """Opens the first unless `value` says which; `on_change` gets the id of the tab that was chosen."""
    return Tabs.create(
        *(rx.el.div(item.panel) for item in items),
        label=label,
        names=[{"id": item.id, "label": item.words} for item in items],
        **given(value=value, on_change=on_change),
    )
