"""Keys of a form that stands in place of what it edits."""

import reflex as rx


class FormKeys(rx.Component):
    library = "$/public/client/form_keys.jsx"
    tag = "FormKeys"


def form_keys() -> rx.Component:
    """Inside a form: Ctrl+Enter sends it, Esc presses its button with `data-leaves`."""
    return FormKeys.create()
