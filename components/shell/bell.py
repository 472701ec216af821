"""What is new for the person who is here: a count in the bar, the latest behind it."""

import reflex as rx

from components.shell.model import BellItem, Shell
from components.ui.button import button
from components.ui.icons import icon
from components.ui.menu import panel
from components.ui.notification import sentence
from components.ui.values import Item, number, text
from components.ui.when import when
from components.ui.words import t


def bell(shell: Shell) -> rx.Component:
    unread = number(shell.unread)
    latest = rx.Var.create(shell.notifications).to(list[BellItem])

    def item(one: Item) -> rx.Component:
        return _item(one, shell)

    return rx.cond(
        text(shell.role) != "",
        panel(
            t("bell.label", n=unread),
            rx.el.span(
                icon("bell"),
                rx.cond(unread > 0, rx.el.span(unread, class_name="tray-count")),
                class_name="tray-face",
            ),
            rx.el.div(
                rx.el.h2(t("bell.title"), class_name="tray-title"),
                rx.el.a(t("bell.all"), href=shell.notifications_href),
                class_name="head",
            ),
            rx.cond(
                latest.length() > 0,
                rx.el.ul(rx.foreach(latest, item), class_name="rows"),
                rx.el.p(t("bell.empty"), class_name="soft"),
            ),
            rx.cond(
                unread > 0,
                button(t("bell.read_all"), on_click=shell.on_read_all, size="sm", kind="quiet"),
            ),
            button_class="btn btn-quiet btn-icon tray-button",
        ),
    )


def _item(one: Item, shell: Shell) -> rx.Component:
    read = shell.on_read
    return rx.el.li(
        rx.el.button(
            rx.el.span(sentence(one)),
            rx.el.span(when(one["created_at"].to(str), "ago"), class_name="meta"),
            type="button",
            on_click=read(one["id"].to(str), one["href"].to(str)) if read else None,
            custom_attrs={"data-closes": ""},
            class_name=rx.cond(one["is_read"], "bell-item", "bell-item is-unread"),
        )
    )
