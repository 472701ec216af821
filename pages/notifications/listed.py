"""/notifications: everything that somebody was told."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.empty import empty_state
from components.ui.layout import meta, page, page_head
from components.ui.layout import row as line
from components.ui.notification import sentence
from components.ui.skeleton import skeleton
from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.notifications.bell import BellState
from state.notifications.listed import NotificationsState


def notifications() -> rx.Component:
    return framed(
        page(
            page_head(
                t("bell.title"),
                actions=[
                    button(t("bell.read_all"), on_click=NotificationsState.mark_all, icon="check"),
                    link_button(
                        t("notification_settings.title"),
                        href="/notifications/settings",
                        icon="settings",
                    ),
                ],
            ),
            rx.cond(
                NotificationsState.is_loaded,
                rx.cond(
                    NotificationsState.notifications.length() > 0,
                    rx.fragment(
                        rx.el.ul(
                            rx.foreach(NotificationsState.notifications, _row), class_name="rows"
                        ),
                        rx.cond(
                            NotificationsState.has_more,
                            line(button(t("bell.more"), on_click=NotificationsState.show_more)),
                        ),
                    ),
                    empty_state(t("bell.empty")),
                ),
                skeleton(8),
            ),
            width="narrow",
        )
    )


def _row(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.button(
                sentence(one),
                type="button",
                on_click=BellState.read(one["id"].to(str), one["href"].to(str)),
                class_name="talk-open",
            ),
            meta(when(one["created_at"].to(str), "moment")),
        ),
        rx.cond(
            one["is_read"],
            rx.fragment(),
            line(
                badge(t("announcement.fresh"), tone="blue", icon="circle-dot"),
                button(
                    t("bell.read_one"),
                    on_click=NotificationsState.mark(one["id"].to(str)),
                    size="sm",
                    kind="quiet",
                ),
            ),
        ),
        class_name="row spread notification",
    )
