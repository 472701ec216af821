"""The account menu, or the way to sign in."""

import reflex as rx

from components.shell.dock import ROOM
from components.shell.model import Place, Shell
from components.shell.navigation import for_role
from components.shell.theme import theme_choice
from components.ui.avatar import avatar
from components.ui.button import link_button
from components.ui.icons import icon
from components.ui.menu import menu, menu_item, menu_rule
from components.ui.native import native_form
from components.ui.values import text
from components.ui.words import t


def account_menu(shell: Shell) -> rx.Component:
    return rx.cond(
        text(shell.role) != "",
        menu(
            t("account.menu", name=shell.name),
            avatar(shell.initials),
            rx.el.p(shell.name, class_name="menu-title"),
            *(
                menu_item(t(place.word), href=place.href, icon=place.icon)
                for place in shell.account_places
            ),
            for_role(shell, _without_room),
            menu_rule(),
            theme_choice(),
            menu_rule(),
            native_form(
                rx.el.input(type="hidden", name="token", value=shell.form_token, read_only=True),
                rx.el.button(
                    icon("log-out"),
                    rx.el.span(t("account.sign_out")),
                    type="submit",
                    role="menuitem",
                    tab_index=-1,
                    class_name="menu-item",
                ),
                action=shell.sign_out_action,
                role="presentation",
            ),
            button_class="account-button",
        ),
        link_button(t("account.sign_in"), href=shell.sign_in_href, icon="log-in", size="sm"),
    )


def _without_room(places: tuple[Place, ...]) -> rx.Component:
    """The places that a phone's dock leaves out."""
    return rx.fragment(
        *(menu_item(t(place.word), href=place.href, icon=place.icon) for place in places[ROOM:])
    )
