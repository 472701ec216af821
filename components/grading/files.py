"""A file that was handed in: its name and state, and a look into it where a browser can give one."""

import reflex as rx

from components.ui.icons import icon
from components.ui.size import size
from components.ui.values import Item, one_of
from components.ui.words import t_in


def file_line(file: Item, *actions: rx.Component) -> rx.Component:
    return rx.el.div(
        one_of(
            file.scan,
            ("pending", icon("clock")),
            ("quarantined", icon("ban")),
            ("clean", icon("shield-check")),
            icon("file-text"),
        ),
        rx.el.div(
            rx.cond(
                file.href != "",
                rx.el.a(file.filename, href=file.href, target="_blank", rel="noreferrer"),
                rx.el.span(file.filename),
            ),
            rx.el.p(size(file.size), " · ", t_in("file_scan", file.scan), class_name="meta"),
        ),
        *actions,
        class_name="handed-file is-" + file.scan.to(str),
    )


def file_preview(file: Item) -> rx.Component:
    return rx.el.figure(
        rx.el.figcaption(file_line(file)),
        rx.cond(file.href != "", _look(file)),
        class_name="handed-preview",
    )


def _look(file: Item) -> rx.Component:
    return one_of(
        file.looks_as,
        ("image", rx.el.img(src=file.href, alt=file.filename)),
        (
            "video",
            rx.el.video(src=file.href, controls=True, preload="metadata", aria_label=file.filename),
        ),
        (
            "audio",
            rx.el.audio(src=file.href, controls=True, preload="metadata", aria_label=file.filename),
        ),
        ("pdf", rx.el.iframe(src=file.href, title=file.filename)),
        rx.fragment(),
    )
