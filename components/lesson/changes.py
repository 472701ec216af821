"""What lessons say differently, part by part."""

from functools import partial

import reflex as rx

from components.ui.badge import badge
from components.ui.button import link_button
from components.ui.difference import differences
from components.ui.layout import row, soft
from components.ui.values import Item, text
from components.ui.words import t, t_in


def changed_lessons(lessons: Item, *, slug: rx.Var[str] | str = "") -> rx.Component:
    """With `slug`, each lesson that is still there can be opened."""
    return rx.el.div(
        soft(t("release.legend")),
        rx.foreach(lessons, partial(_lesson, slug=slug)),
        class_name="stack gap-5",
    )


def _lesson(lesson: Item, slug: rx.Var[str] | str) -> rx.Component:
    href = "/learn/" + text(slug) + "/" + text(lesson.lesson_id)
    return rx.el.section(
        row(
            rx.el.h2(t("release.lesson", number=lesson.number, title=lesson.title)),
            _badge(lesson.change),
            rx.cond(lesson.is_mine, badge(t("release.mine"), tone="ok", icon="check")),
        ),
        rx.foreach(lesson.parts, _part),
        rx.cond(
            (text(slug) != "") & (lesson.change != "removed"),
            row(link_button(t("release.open"), href=href, size="sm", icon="book-open")),
        ),
        class_name="stack gap-3",
    )


def _part(part: Item) -> rx.Component:
    return rx.el.div(
        row(
            rx.el.strong(t_in("history_kind", part.kind)),
            rx.cond(part.change != "changed", _badge(part.change)),
        ),
        differences(part.pieces),
        rx.cond(part.is_key_corrected, soft(t("release.key_corrected"))),
        class_name="history-part",
    )


def _badge(change: Item) -> rx.Component:
    return rx.cond(
        change == "added",
        badge(t("release.added"), icon="plus"),
        rx.cond(
            change == "removed",
            badge(t("release.removed"), tone="warn", icon="trash-2"),
            badge(t("release.changed"), icon="pencil"),
        ),
    )
