"""A field for a list: pasted from a spreadsheet, or read from a file on this device."""

import reflex as rx

from components.ui.field import labelled
from components.ui.values import Text


class SheetInput(rx.Component):
    library = "$/public/client/sheet_input.jsx"
    tag = "SheetInput"

    name: rx.Var[str]
    choose: rx.Var[str]
    placeholder: rx.Var[str]


def sheet_field(
    label: Text, *, name: str, choose: Text, hint: Text = "", placeholder: str = ""
) -> rx.Component:
    """`choose` names the button that reads a file; its text comes into the field."""
    return labelled(
        label,
        SheetInput.create(name=name, choose=choose, placeholder=placeholder),
        name=name,
        hint=hint,
    )
