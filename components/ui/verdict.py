"""The verdict on an answer key: a word with an icon."""

import reflex as rx

from components.ui.badge import badge
from components.ui.values import Text, one_of
from components.ui.words import t_in


def verdict_badge(verdict: Text) -> rx.Component:
    """`verified`, `teacher_verified`, or anything else for held."""
    return one_of(
        verdict,
        ("verified", badge(t_in("key_verdict", "verified"), tone="ok", icon="shield-check")),
        (
            "teacher_verified",
            badge(t_in("key_verdict", "teacher_verified"), tone="ok", icon="user"),
        ),
        badge(t_in("key_verdict", "held"), tone="warn", icon="lock"),
    )
