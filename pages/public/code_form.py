"""The form with which anybody checks a signed code."""

import reflex as rx

from components.ui.button import button
from components.ui.field import field
from components.ui.layout import row
from components.ui.values import Handler, Text
from components.ui.words import t


def code_form(label: Text, *, hint: Text, code: Text, on_submit: Handler) -> rx.Component:
    return rx.el.form(
        field(
            label,
            name="code",
            hint=hint,
            max_length=40,
            auto_complete="off",
            spell_check=False,
            default_value=code,
            key=code,
        ),
        row(button(t("verify.check"), type="submit", kind="primary")),
        on_submit=on_submit,
        reset_on_submit=False,
        class_name="form verify-form",
    )
