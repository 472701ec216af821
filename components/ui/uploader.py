"""Files from one's own machine, each with its own progress and its own failure."""

import reflex as rx

from components.ui.values import Handler, Text, given

SENDING = ["tus-js-client@4.3.1"]


class Uploader(rx.Component):
    library = "$/public/client/uploader.jsx"
    tag = "Uploader"
    lib_dependencies: list[str] = SENDING

    url: rx.Var[str]
    accept: rx.Var[str]
    label: rx.Var[str]
    hint: rx.Var[str]
    max_megabytes: rx.Var[int]
    lets: rx.Var[bool]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(list[str])]


def uploader(
    *,
    on_change: Handler | None = None,
    url: Text = "/api/v1/sources",
    accept: str = ".pdf,.docx,.md,.txt",
    max_megabytes: int | rx.Var[int] | None = None,
    label: Text | None = None,
    hint: Text | None = None,
    lets: bool = False,
) -> rx.Component:
    """Sends each file in parts, which go on after a lost connection or a reload, and has `url` take
    it by its `upload_id`; the answer names its `id` and `pages`.

    `on_change` gets the ids of all files that are in, after each that came or was taken out again.
    With `lets` a row leaves once its file is in: for a page that lists them itself.
    """
    return Uploader.create(
        url=url,
        accept=accept,
        lets=lets,
        **given(on_change=on_change, max_megabytes=max_megabytes, label=label, hint=hint),
    )
