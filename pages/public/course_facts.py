"""What is said about a course wherever it is named: how long, which level, who has checked it."""

import reflex as rx

from components.ui.badge import badge
from components.ui.values import Child, Item
from components.ui.words import t, t_in


def entry_facts(entry: Item) -> list[Child]:
    return [
        rx.el.p(
            t("course.lessons", n=entry.lesson_count),
            " · ",
            t("course.minutes", minutes=entry.minutes),
            " · ",
            t_in("level", entry.level),
            class_name="meta",
        ),
        rx.el.p(
            review(entry.is_reviewed, entry.models.length() > 0),
            rx.cond(
                entry.is_completed,
                badge(t("state.completed"), tone="ok", icon="check"),
                rx.cond(
                    entry.is_enrolled,
                    badge(
                        t("course.enrolled", done=entry.lessons_done, total=entry.lesson_count),
                        tone="blue",
                    ),
                ),
            ),
            class_name="row",
        ),
    ]


def review(is_reviewed: Item, is_by_model: Item) -> rx.Component:
    """Reviewed, written by people, or an AI draft that nobody has checked."""
    return rx.cond(
        is_reviewed,
        badge(t("review.reviewed"), tone="ok", icon="check"),
        rx.cond(
            is_by_model,
            badge(t("review.unreviewed"), tone="warn", icon="eye"),
            badge(t("review.by_people"), icon="pencil"),
        ),
    )
