"""Single keys that press the buttons of a panel."""

import reflex as rx


class PressKeys(rx.Component):
    library = "$/public/client/press_keys.jsx"
    tag = "PressKeys"


def press_keys() -> rx.Component:
    """Inside a dialog: the key `v` presses its button with `data-press="v"`, unless something is typed."""
    return PressKeys.create()
