"""A button that copies a text."""

import reflex as rx

from components.ui.values import Text, given


class CopyButton(rx.Component):
    library = "$/public/client/copy.jsx"
    tag = "CopyButton"

    text: rx.Var[str]
    label: rx.Var[str]


def copy_button(text: Text, *, label: Text | None = None) -> rx.Component:
    return CopyButton.create(text=text, **given(label=label))
