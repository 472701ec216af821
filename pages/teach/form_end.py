"""What every form of the studio has: Save, Cancel and their keys, and what it is about."""

import reflex as rx

from components.ui.button import button
from components.ui.form_keys import form_keys
from components.ui.values import Handler, Text
from components.ui.words import t


def form_end(on_cancel: Handler) -> rx.Component:
    """Ctrl+Enter saves, Esc cancels."""
    return rx.el.div(
        button(t("editor.save"), type="submit", kind="primary", size="sm"),
        button(
            t("editor.cancel"),
            on_click=on_cancel,
            kind="quiet",
            size="sm",
            custom_attrs={"data-leaves": ""},
        ),
        rx.el.span(
            rx.el.kbd("Ctrl"), " ", rx.el.kbd("Enter"), class_name="form-keys", aria_hidden="true"
        ),
        form_keys(),
        class_name="form-actions",
    )


def field_of_subject(name: str, value: Text) -> rx.Component:
    """Sends the id of what the form is about.

    A form in an `rx.foreach` cannot give it to its handler: Reflex makes `on_submit` outside the loop.
    """
    return rx.el.input(type="hidden", name=name, value=value, read_only=True)
