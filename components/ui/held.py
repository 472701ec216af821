"""The held key: a hatched strip over an answer that is kept back, with the reason."""

import reflex as rx

from components.ui.values import Child


def held(title: Child, reason: Child, *, action: rx.Component | None = None) -> rx.Component:
    """Either until a release time, or because the answer did not stand up; the evidence goes beside it."""
    return rx.el.div(
        rx.el.div(rx.el.p(rx.el.strong(title)), rx.el.p(reason, class_name="hint")),
        *([action] if action else []),
        class_name="held",
    )
