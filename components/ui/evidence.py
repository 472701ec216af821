"""Marks sentences by what their sources say, and shows the place beside them."""

from typing import Any

import reflex as rx

from components.ui.floating import Floating
from components.ui.values import Flag, Handler


class Evidence(Floating):
    library = "$/public/client/evidence.jsx"
    tag = "Evidence"

    is_shown: rx.Var[bool]
    lines: rx.Var[list[Any]]
    on_look: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def evidence(
    *content: rx.Component, is_shown: Flag, lines: rx.Var[Any], on_look: Handler
) -> rx.Component:
    """Around sentences with a `data-sentence`. `lines` say of each, by id: `state`, `quote`, `title`,
    `page`, `doubts`, `missing`, `likeness`, `accepted_by`; `on_look` gets the id of one."""
    return Evidence.create(*content, is_shown=is_shown, lines=lines, on_look=on_look)
