"""How every form of the studio ends: Save, Cancel, and their keys."""

import reflex as rx

from components.ui.button import button
from components.ui.form_keys import form_keys
from components.ui.values import Handler
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
