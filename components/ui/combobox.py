"""A field that narrows a list of choices as you type."""

from typing import Any, TypedDict

import reflex as rx

from components.ui.field import labelled
from components.ui.floating import Floating
from components.ui.values import Handler, Text, text


class Choice(TypedDict, total=False):
    value: str
    label: str
    meta: str


class Combobox(Floating):
    library = "$/public/client/combobox.jsx"
    tag = "Combobox"

    name: rx.Var[str]
    options: rx.Var[list[Any]]
    value: rx.Var[str]
    placeholder: rx.Var[str]
    field_id: rx.Var[str]
    described_by: rx.Var[str]
    invalid: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def combobox(
    label: Text,
    options: list[Choice] | rx.Var[list[Choice]],
    *,
    name: str,
    value: Text,
    on_change: Handler,
    hint: Text = "",
    error: Text = "",
    placeholder: Text = "",
) -> rx.Component:
    """For more choices than a native list can hold; `on_change` gets the value. Esc restores."""
    control = Combobox.create(
        name=name,
        options=options,
        value=value,
        on_change=on_change,
        placeholder=placeholder,
        field_id=f"field-{name}",
        described_by=f"field-{name}-note",
        invalid=text(error) != "",
    )
    return labelled(label, control, name=name, hint=hint, error=error)
