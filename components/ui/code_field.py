"""A field for a code that was read off a board: grouped and in capitals as it is typed."""

import reflex as rx

from components.ui.field import labelled
from components.ui.values import Handler, Text, given


class CodeInput(rx.Component):
    library = "$/public/client/code_input.jsx"
    tag = "CodeInput"

    name: rx.Var[str]
    length: rx.Var[int]
    start: rx.Var[str]
    from_hash: rx.Var[bool]
    on_complete: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def code_field(
    label: Text,
    *,
    name: str,
    length: int,
    start: Text = "",
    hint: Text = "",
    from_hash: bool = False,
    on_complete: Handler | None = None,
) -> rx.Component:
    """`on_complete` gets the code when as many characters are there as it has. With `from_hash`, what
    stands behind the # of the page's address is typed in."""
    return labelled(
        label,
        CodeInput.create(
            name=name,
            length=length,
            start=start,
            from_hash=from_hash,
            **given(on_complete=on_complete),
        ),
        name=name,
        hint=hint,
    )
