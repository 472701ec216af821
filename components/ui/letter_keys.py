"""Letters that press the buttons of a part of the page while it has the focus."""

import reflex as rx


class LetterKeys(rx.Component):
    library = "$/public/client/letter_keys.jsx"
    tag = "LetterKeys"


def letter_keys() -> rx.Component:
    """Inside something with `data-keys`: each button says in `data-key` which letters press it."""
    return LetterKeys.create()
