"""A page about something that does not exist, or that its reader may not see."""

import reflex as rx

from components.ui.button import link_button
from components.ui.empty import obstacle
from components.ui.skeleton import skeleton
from components.ui.values import Flag, Text
from components.ui.words import t_error


def when_loaded(
    content: rx.Component,
    *,
    is_loaded: Flag,
    is_missing: Flag,
    code: str,
    back: tuple[Text, Text],
    lines: int = 8,
) -> rx.Component:
    """`content`, or what stands for it meanwhile; `code` is the failure that says why it is not there,
    `back` the words and address of where to go from here."""
    words, href = back
    return rx.cond(
        is_missing,
        obstacle(
            t_error(code),
            t_error(code, hint=True),
            mark="search",
            actions=[link_button(words, href=href, kind="primary")],
        ),
        rx.cond(is_loaded, content, skeleton(lines)),
    )
