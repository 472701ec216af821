"""Why something is not open yet, and how it opens."""

import reflex as rx

from components.ui.values import Text, text
from components.ui.when import when
from components.ui.words import t


def lock_note(opens_at: Text, missing: Text) -> rx.Component:
    """`Opens Monday 12 January, 08:00`, or which lessons come first, or both. `missing` names them;
    either may be empty."""
    return rx.fragment(
        rx.cond(
            text(opens_at) != "",
            rx.el.span(t("lock.opens"), " ", when(opens_at, "opening")),
        ),
        rx.cond((text(opens_at) != "") & (text(missing) != ""), rx.fragment(" · ")),
        rx.cond(text(missing) != "", rx.el.span(t("lock.after", lessons=missing))),
    )
