"""Choices: checkboxes, radio buttons and switches, in rows a thumb can hit."""

from typing import Any

import reflex as rx

from components.ui.values import Child, Flag, Handler, Text, given


def checkbox(
    label: Child,
    *,
    name: Text,
    checked: Flag | None = None,
    on_change: Handler | None = None,
    hint: Text = "",
    count: Child | None = None,
    **attributes: Any,
) -> rx.Component:
    """`count` stands at the row's end: how many a filter would leave."""
    return rx.el.label(
        rx.el.input(
            type="checkbox", name=name, **given(checked=checked, on_change=on_change), **attributes
        ),
        _words(label, hint),
        *([] if count is None else [rx.el.span(count, class_name="check-count")]),
        class_name="check",
    )


def radio_group(
    legend: Text,
    options: list[tuple[str, Text]],
    *,
    name: str,
    value: Text,
    hints: dict[str, Text] | None = None,
) -> rx.Component:
    """One of `(value, words)`; `value` is chosen at first, and again when it changes."""
    return rx.el.fieldset(
        rx.el.legend(legend),
        *(
            rx.el.label(
                rx.el.input(
                    type="radio",
                    name=name,
                    value=option,
                    default_checked=value == option,
                ),
                _words(words, (hints or {}).get(option, "")),
                class_name="check",
            )
            for option, words in options
        ),
        key=value,
        class_name="choices",
    )


def facet(legend: Text, *choices: rx.Component) -> rx.Component:
    """A group of filters."""
    return rx.el.fieldset(rx.el.legend(legend), *choices, class_name="facet")


def switch(
    label: Child,
    *,
    name: Text,
    checked: Flag,
    on_change: Handler,
    hint: Text = "",
    **attributes: Any,
) -> rx.Component:
    """For settings that act at once; show beside it when the server has saved it."""
    return rx.el.label(
        _words(label, hint),
        rx.el.input(
            type="checkbox",
            role="switch",
            name=name,
            checked=checked,
            on_change=on_change,
            **attributes,
        ),
        class_name="switch",
    )


def _words(label: Child, hint: Text) -> rx.Component:
    if isinstance(hint, str) and not hint:
        return rx.el.span(label, class_name="check-text")
    return rx.el.span(label, rx.el.span(hint, class_name="hint"), class_name="check-text")
