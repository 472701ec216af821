"""The bar at the top: the name, the places, search, jobs at work, the account."""

import reflex as rx

from components.shell.account import account_menu
from components.shell.bell import bell
from components.shell.job_tray import job_tray
from components.shell.model import Place, Shell
from components.shell.navigation import for_role, place_link
from components.shell.theme import theme_button
from components.ui.palette import PaletteItem, palette
from components.ui.words import t


def top_bar(shell: Shell | None) -> rx.Component:
    """Without a shell: the name and the theme switch."""
    return rx.el.header(
        rx.el.a(logo(), t("product.name"), href="/", class_name="mark"),
        *([_places(shell)] if shell else []),
        rx.el.div(
            *([_search(shell)] if shell else []),
            theme_button(),
            *([job_tray(shell), bell(shell), account_menu(shell)] if shell else []),
            class_name="tools",
        ),
        class_name="top",
    )


def logo() -> rx.Component:
    """A scale with a pointer at "now"."""
    return rx.el.svg(
        rx.el.svg.path(d="M1 21h24M2 21V8M7.5 21v-6M13 21V8M18.5 21v-6M24 21V8"),
        rx.el.svg.path(d="M9 0h8l-4 5.5z", fill="currentColor", stroke="none"),
        width="26",
        height="22",
        view_box="0 0 26 22",
        fill="none",
        stroke="currentColor",
        stroke_width="2",
        aria_hidden="true",
    )


def _search(shell: Shell) -> rx.Component:
    def choices(places: tuple[Place, ...]) -> rx.Component:
        own = [PaletteItem(word=place.word, href=place.href) for place in places]
        return palette(
            rx.Var.create(own).to(list[PaletteItem])
            + rx.Var.create(shell.palette_items).to(list[PaletteItem]),
            search_url=shell.search_url,
            on_choose=shell.on_palette_choose,
        )

    return for_role(shell, choices)


def _places(shell: Shell) -> rx.Component:
    def links(places: tuple[Place, ...]) -> rx.Component:
        return rx.fragment(*(place_link(place, shell.path, with_icon=False) for place in places))

    return rx.el.nav(for_role(shell, links), class_name="nav", aria_label=t("shell.navigation"))
