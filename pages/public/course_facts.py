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
            duration(entry.minutes),
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


def duration(minutes: Item) -> rx.Component:
    """How long a course takes: minutes, and past an hour hours with the nearest five minutes."""
    rounded = (minutes + 2) // 5 * 5
    return rx.fragment(
        rx.cond(
            minutes < 60,  # noqa: PLR2004 (an hour)
            t("course.minutes", minutes=minutes),
            t("course.hours", hours=rounded // 60, minutes=rounded % 60),
        )
    )


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
