"""The places a role can go to, as links that know which page they are on."""

from collections.abc import Callable

import reflex as rx

from components.shell.model import Place, Shell
from components.ui.icons import icon
from components.ui.values import Text, one_of, text
from components.ui.words import t


def for_role(shell: Shell, draw: Callable[[tuple[Place, ...]], rx.Component]) -> rx.Component:
    """One rendering for each role; the browser shows that of the person who is here."""
    visitor = draw(shell.navigation.get("", ()))
    roles = [(role, draw(places)) for role, places in shell.navigation.items() if role]
    return one_of(shell.role, *roles, visitor) if roles else visitor


def place_link(place: Place, path: Text, *, with_icon: bool) -> rx.Component:
    here = text(path)
    is_here = here == place.href
    if place.href != "/":
        is_here |= here.startswith(f"{place.href}/")
    return rx.el.a(
        *([icon(place.icon)] if with_icon else []),
        t(place.word),
        href=place.href,
        aria_current=rx.cond(is_here, "page", "false"),
    )
