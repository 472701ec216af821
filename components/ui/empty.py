"""Nothing here, said in one sentence with one thing to do; and pages that cannot be shown."""

import reflex as rx

from components.ui.icons import IconName, icon
from components.ui.values import Child


def empty_state(sentence: Child, *, action: rx.Component | None = None) -> rx.Component:
    """For a list without entries: "No lessons yet. Add a source to begin"."""
    return rx.el.div(rx.el.p(sentence), *([action] if action else []), class_name="empty")


def obstacle(
    title: Child,
    explanation: Child,
    *,
    mark: IconName = "circle-alert",
    actions: list[rx.Component] | None = None,
) -> rx.Component:
    """A whole page that failed, is denied or does not exist: what happened, what is safe, what to do."""
    return rx.el.div(
        icon(mark, "i obstacle-mark"),
        rx.el.h1(title),
        rx.el.p(explanation, class_name="soft"),
        *([rx.el.div(*actions, class_name="form-actions")] if actions else []),
        class_name="obstacle",
    )
