"""Dialogs: the browser's own, opened by a value. Ask only what cannot be undone; name the thing."""

import reflex as rx

from components.ui.button import button
from components.ui.values import Child, Flag, Handler, Text
from components.ui.words import t


class Dialog(rx.Component):
    library = "$/public/client/dialog.jsx"
    tag = "Dialog"

    open: rx.Var[bool]
    title: rx.Var[str]
    wide: rx.Var[bool]
    on_close: rx.EventHandler[rx.event.no_args_event_spec]


def dialog(
    title: Text,
    *content: Child,
    open: Flag,  # noqa: A002 (the element's own word)
    on_close: Handler,
    actions: list[rx.Component] | None = None,
    wide: bool = False,
) -> rx.Component:
    """Esc, the cross and a press beside it call `on_close`, which must clear `open`."""
    return Dialog.create(
        *content,
        *([rx.el.div(*actions, class_name="dialog-actions")] if actions else []),
        title=title,
        open=open,
        on_close=on_close,
        wide=wide,
    )


def confirm_dialog(
    question: Text,
    *content: Child,
    confirm: Text,
    open: Flag,  # noqa: A002 (the element's own word)
    on_confirm: Handler,
    on_close: Handler,
    busy: Flag = False,
) -> rx.Component:
    """`question` names the thing and what hangs on it: "Delete lesson 9? 3 learners have notes in it"."""
    return dialog(
        question,
        *content,
        open=open,
        on_close=on_close,
        actions=[
            button(confirm, kind="danger", on_click=on_confirm, busy=busy),
            button(t("dialog.keep"), on_click=on_close),
        ],
    )
