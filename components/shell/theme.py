"""Light, dark, or as the device says. Reflex keeps the choice in the browser and applies it before paint."""

from typing import cast

import reflex as rx
from reflex import style
from reflex.vars import StringVar

from components.ui.button import icon_button
from components.ui.menu import menu_choice, menu_group
from components.ui.values import Handler
from components.ui.words import t

_CHOSEN: StringVar = cast("rx.Var[str]", style.color_mode).to(str)
_SHOWN: StringVar = cast("rx.Var[str]", style.resolved_color_mode).to(str)
_TOGGLE: Handler = cast("Handler", style.toggle_color_mode)


def theme_button() -> rx.Component:
    return icon_button(
        "sun-moon",
        rx.cond(_SHOWN == "dark", t("theme.to_light"), t("theme.to_dark")),
        on_click=_TOGGLE,
        class_name="theme-button",
    )


def theme_choice() -> rx.Component:
    return menu_group(
        t("theme.title"),
        *(
            menu_choice(
                t(f"theme.{mode}"), chosen=mode == _CHOSEN, on_click=style.set_color_mode(mode)
            )
            for mode in ("light", "dark", "system")
        ),
    )
