"""A button that prints the page."""

import reflex as rx

from components.ui.values import Text


class PrintButton(rx.Component):
    library = "$/public/client/print.jsx"
    tag = "PrintButton"

    label: rx.Var[str]


def print_button(label: Text) -> rx.Component:
    return PrintButton.create(label=label)
