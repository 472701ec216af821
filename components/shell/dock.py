"""On phones the navigation stands at the bottom, under the thumb."""

import reflex as rx

from components.shell.model import Place, Shell
from components.shell.navigation import for_role, place_link
from components.ui.words import t

ROOM = 4
"""Places; what comes after them stands in the account menu."""


def dock(shell: Shell) -> rx.Component:
    def links(places: tuple[Place, ...]) -> rx.Component:
        return rx.fragment(
            *(place_link(place, shell.path, with_icon=True) for place in places[:ROOM])
        )

    return rx.el.nav(
        for_role(shell, links), class_name="dock", aria_label=t("shell.navigation_phone")
    )
