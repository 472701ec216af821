"""What is true about saving, always in the same place on a page."""

import reflex as rx

from components.ui.values import Text, given


class SaveState(rx.Component):
    library = "$/public/client/save_state.jsx"
    tag = "SaveState"

    kind: rx.Var[str]
    at: rx.Var[str]
    reason: rx.Var[str]


def save_state(
    kind: Text | None = None, *, at: Text | None = None, reason: Text | None = None
) -> rx.Component:
    """Follows what the page sends by itself (reading place, answers). An editor gives its own `kind`:
    saving, saved (`at`), offline, failed (`reason`)."""
    return SaveState.create(**given(kind=kind, at=at, reason=reason))
