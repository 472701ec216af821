"""Outline icons (Lucide), drawn inline; only those named here reach the browser."""

from typing import Literal, get_args

import reflex as rx

IconName = Literal[
    "activity", "arrow-down", "arrow-left", "arrow-right", "arrow-up", "ban", "bell", "book-open",
    "bookmark", "box", "calendar", "check", "chevron-down", "chevron-left", "chevron-right",
    "chevron-up", "circle", "circle-alert", "circle-dot", "circle-help", "clock", "cloud-off",
    "code", "copy", "cpu", "download", "ellipsis", "external-link", "eye", "file", "file-text",
    "filter", "flag", "gauge", "git-compare", "graduation-cap", "grip-vertical", "heading-2",
    "history", "house", "image", "info", "key-round", "layers", "library", "link", "list",
    "list-checks", "lock", "log-in", "log-out", "maximize-2", "menu", "message-square", "monitor",
    "moon", "panel-left", "panel-right", "pause", "pencil", "play", "plug", "plus", "quote",
    "refresh-cw", "rotate-ccw", "save", "search", "send", "server", "settings", "shield-check",
    "sigma", "star", "sun", "sun-moon", "table", "text-quote", "trash-2", "triangle-alert", "type",
    "undo-2", "upload", "user", "user-plus", "users", "video", "volume-2", "wifi-off", "wrench",
    "x", "zoom-in",
]  # fmt: skip
"""One meaning an icon: check is done, circle-dot is now, circle is not begun, clock is waiting."""

NAMES: frozenset[str] = frozenset(get_args(IconName))


def icon(name: IconName, class_name: str = "i") -> rx.Component:
    """An icon beside words. It is hidden from assistive technology: the words say it."""
    return rx.icon(
        name, class_name=class_name, stroke_width=1.75, custom_attrs={"aria-hidden": "true"}
    )
