"""A button that opens a menu of commands or a panel beside it, or a drawer at the window's edge."""

from typing import Any, Literal

import reflex as rx

from components.ui.floating import Floating
from components.ui.icons import IconName, icon
from components.ui.values import Child, Flag, Handler, Text, given

Placement = Literal["bottom-end", "bottom-start", "top-end", "top-start"]


class Popover(Floating):
    """The first child is the button's face, the others what it opens."""

    library = "$/public/client/popover.jsx"
    tag = "Popover"

    label: rx.Var[str]
    kind: rx.Var[str]
    placement: rx.Var[str]
    button_class: rx.Var[str]


def menu(
    label: Text,
    face: rx.Component,
    *items: Child,
    placement: Placement = "bottom-end",
    button_class: str = "btn btn-quiet btn-icon",
) -> rx.Component:
    """Arrow keys and first letters move among the items; Esc closes and gives focus back."""
    return Popover.create(
        face, *items, label=label, kind="menu", placement=placement, button_class=button_class
    )


def panel(
    label: Text,
    face: rx.Component,
    *content: Child,
    placement: Placement = "bottom-end",
    button_class: str = "btn btn-quiet btn-icon",
) -> rx.Component:
    """A link inside it, or anything marked `data-closes`, closes it."""
    return Popover.create(
        face, *content, label=label, kind="panel", placement=placement, button_class=button_class
    )


def drawer(label: Text, face: Child, *content: Child, button_class: str = "btn") -> rx.Component:
    """At the right of the window; on a phone a sheet from below. Focus goes in and comes back."""
    return Popover.create(
        rx.el.span(face), *content, label=label, kind="drawer", button_class=button_class
    )


def more_menu(label: Text, *items: Child) -> rx.Component:
    """The three dots at the end of a row. `label` names the row: "More about lesson 9"."""
    return menu(label, icon("ellipsis"), *items, button_class="btn btn-quiet btn-icon btn-sm")


def menu_item(
    words: Child,
    *,
    on_click: Handler | None = None,
    href: Text | None = None,
    icon: IconName | None = None,
    danger: bool = False,
    disabled: Flag = False,
    **attributes: Any,
) -> rx.Component:
    content = [*_mark(icon), rx.el.span(words)]
    class_name = "menu-item is-danger" if danger else "menu-item"
    if href is not None:
        return rx.el.a(
            *content, href=href, role="menuitem", tab_index=-1, class_name=class_name, **attributes
        )
    return rx.el.button(
        *content,
        type="button",
        role="menuitem",
        tab_index=-1,
        disabled=disabled,
        class_name=class_name,
        **given(on_click=on_click),
        **attributes,
    )


def menu_choice(words: Child, *, chosen: Flag, on_click: Handler) -> rx.Component:
    """One of several; the chosen one is checked."""
    return rx.el.button(
        icon("check"),
        rx.el.span(words),
        type="button",
        role="menuitemradio",
        aria_checked=rx.cond(chosen, "true", "false"),
        tab_index=-1,
        on_click=on_click,
        class_name="menu-item",
    )


def menu_group(words: Child, *items: Child) -> rx.Component:
    return rx.el.div(
        rx.el.p(words, class_name="menu-title", aria_hidden="true"), *items, role="group"
    )


def menu_rule() -> rx.Component:
    return rx.el.hr(class_name="menu-rule")


def _mark(name: IconName | None) -> list[rx.Component]:
    return [icon(name)] if name else []
