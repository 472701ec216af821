"""Badges: a state as a word with an icon, never as a colour alone."""

from typing import Literal

import reflex as rx

from components.ui.icons import IconName, icon
from components.ui.values import Child, Text, one_of, one_text
from components.ui.words import t_in

Tone = Literal["", "ok", "warn", "bad", "blue", "line"]


def badge(*words: Child, tone: Tone = "", icon: IconName | None = None) -> rx.Component:
    return rx.el.span(
        *_mark(icon),
        *words,
        class_name=f"badge badge-{tone}" if tone else "badge",
    )


def state_badge(state: Text) -> rx.Component:
    """The state of a job, a step, a course or a lesson, named in the catalogue as `state.<state>`."""
    return rx.el.span(
        one_of(
            state,
            ("running", "generating", "publishing", icon("circle-dot")),
            ("done", "ready", "reviewed", "published", "completed", icon("check")),
            ("failed", icon("circle-alert")),
            ("unreachable", "reconnecting", icon("cloud-off")),
            ("paused", icon("pause")),
            ("retrying", icon("refresh-cw")),
            ("cancelled", "cancelling", "archived", icon("ban")),
            ("draft", icon("eye")),
            ("held", icon("lock")),
            icon("clock"),
        ),
        t_in("state", state),
        class_name=one_text(
            state,
            ("running", "generating", "publishing", "badge badge-blue"),
            ("done", "ready", "reviewed", "published", "completed", "badge badge-ok"),
            ("failed", "unreachable", "badge badge-bad"),
            ("paused", "retrying", "reconnecting", "draft", "badge badge-warn"),
            ("held", "cancelled", "archived", "badge badge-line"),
            "badge",
        ),
    )


def review_badge(review: Text) -> rx.Component:
    """Whether a person has looked: `reviewed`, `edited`, or anything else for not yet."""
    return one_of(
        review,
        ("reviewed", badge(t_in("review", "reviewed"), tone="ok", icon="check")),
        ("edited", badge(t_in("review", "edited"), tone="warn", icon="pencil")),
        badge(t_in("review", "unreviewed"), tone="warn", icon="eye"),
    )


def _mark(name: IconName | None) -> list[rx.Component]:
    return [icon(name)] if name else []
