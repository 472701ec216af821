"""Messages: notices that come and go, and banners for what is true of the whole page."""

from typing import Any, Literal, TypedDict

import reflex as rx

from components.ui.icons import IconName, icon
from components.ui.values import Child, Handler, given

NoticeTone = Literal["note", "ok", "warn", "bad"]
BannerTone = Literal["", "warn", "bad", "blue"]


class NoticeProps(TypedDict, total=False):
    """What the server says about a notice. The browser words it, counts its eight seconds and closes it.

    A `bad` notice stays until it is closed.
    """

    id: str
    tone: NoticeTone
    message_key: str
    message: str
    """English, for a key the catalogue does not know."""
    hint_key: str
    hint: str
    facts: dict[str, Any]
    undo: bool


class Notices(rx.Component):
    library = "$/public/client/notices.jsx"
    tag = "Notices"

    items: rx.Var[list[Any]]
    on_close: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_undo: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def notices(
    items: list[NoticeProps] | rx.Var[list[NoticeProps]],
    *,
    on_close: Handler | None = None,
    on_undo: Handler | None = None,
) -> rx.Component:
    """The region, once a page. The handlers get the notice's id."""
    return Notices.create(items=items, **given(on_close=on_close, on_undo=on_undo))


def banner(
    *words: Child, tone: BannerTone = "", icon: IconName = "info", action: Child | None = None
) -> rx.Component:
    """A fact about the whole page, above everything else."""
    return rx.el.div(
        _mark(icon),
        rx.el.p(*words),
        *([] if action is None else [action]),
        class_name=f"banner tone-{tone}" if tone else "banner",
        role="status",
    )


def _mark(name: IconName) -> rx.Component:
    return icon(name)
