"""Labelled controls for typing: label above, hint below, and an error in the hint's place."""

from typing import Any, Literal

import reflex as rx

from components.ui.icons import icon
from components.ui.values import Text
from components.ui.words import t

InputType = Literal[
    "text", "email", "password", "search", "url", "tel", "number", "date", "time", "datetime-local",
]  # fmt: skip


def field(
    label: Text,
    *,
    name: Text,
    type: InputType = "text",  # noqa: A002 (the attribute's own name)
    hint: Text = "",
    error: Text = "",
    required: bool = True,
    class_name: str = "",
    form: Text = "",
    **attributes: Any,
) -> rx.Component:
    """A one-line input; further `attributes` (value, on_change, on_blur, max_length …) reach it.

    `form` tells fields of one name apart where a page has several forms.

    Prefer `default_value` with `on_blur` over `value` with `on_change`, which sends every key to the
    server.
    """
    control = rx.el.input(
        type=type,
        **_control(name, hint, error, f"input {class_name}".strip(), required, form=form),
        **attributes,
    )
    return labelled(label, control, name=name, hint=hint, error=error, required=required, form=form)


def text_area(
    label: Text,
    *,
    name: Text,
    hint: Text = "",
    error: Text = "",
    required: bool = True,
    class_name: str = "",
    form: Text = "",
    **attributes: Any,
) -> rx.Component:
    """Grows with its text. `class_name="input-read"` sets it in the lesson's typeface."""
    control = rx.el.textarea(
        **_control(name, hint, error, f"input {class_name}".strip(), required, form=form),
        **attributes,
    )
    return labelled(label, control, name=name, hint=hint, error=error, required=required, form=form)


def select(
    label: Text,
    options: "list[tuple[str, Text]] | rx.Component",
    *,
    name: Text,
    hint: Text = "",
    error: Text = "",
    required: bool = True,
    form: Text = "",
    **attributes: Any,
) -> rx.Component:
    """A native list of `(value, words)`; or give option elements, such as an `rx.foreach` of them."""
    choices = (
        [rx.el.option(words, value=value) for value, words in options]
        if isinstance(options, list)
        else [options]
    )
    control = rx.el.select(
        *choices, **_control(name, hint, error, "input", required, form=form), **attributes
    )
    return labelled(label, control, name=name, hint=hint, error=error, required=required, form=form)


def search_field(label: Text, *, name: Text, **attributes: Any) -> rx.Component:
    """The label is read aloud only; the placeholder says what can be found."""
    return rx.el.div(
        rx.el.label(label, html_for=_id(name), class_name="vh"),
        icon("search"),
        rx.el.input(type="search", id=_id(name), name=name, class_name="input", **attributes),
        class_name="searchbar",
        role="search",
    )


def labelled(
    label: Text,
    control: rx.Component,
    *,
    name: Text,
    hint: Text = "",
    error: Text = "",
    required: bool = True,
    form: Text = "",
) -> rx.Component:
    """A control of your own in a field's frame; give it the id `field-<name>`."""
    note = _id(name, "note", form)
    return rx.el.div(
        rx.el.label(
            label,
            *([] if required else [rx.el.span(t("field.optional"), class_name="optional")]),
            html_for=_id(name, form=form),
        ),
        control,
        rx.cond(
            _said(error),
            rx.el.p(icon("circle-alert"), rx.el.span(error), id=note, class_name="field-error"),
            rx.cond(_said(hint), rx.el.p(hint, id=note, class_name="hint")),
        ),
        class_name="field",
    )


def _control(
    name: Text, hint: Text, error: Text, class_name: str, required: bool, *, form: Text = ""
) -> dict[str, Any]:
    described: dict[str, Any] = {}
    if not (isinstance(hint, str) and isinstance(error, str) and not hint and not error):
        described = {"aria_describedby": _id(name, "note", form)}
    return {
        "id": _id(name, form=form),
        "name": name,
        "required": required,
        "aria_invalid": rx.cond(_said(error), "true", "false"),
        "class_name": class_name,
        **described,
    }


def _id(name: Text, part: str = "", form: Text = "") -> Text:
    is_alone = isinstance(form, str) and not form
    within = f"field-{name}" if is_alone else f"field-{form}-{name}"
    return f"{within}-{part}" if part else within


def _said(text: Text) -> rx.Var[bool]:
    return rx.Var.create(text).to(str) != ""
