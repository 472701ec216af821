"""/unsubscribe: ends the mails of one kind, by the link in one of them."""

import reflex as rx

from components.ui.button import button, link_button
from components.ui.empty import obstacle
from components.ui.layout import page, page_head, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.words import t, t_in
from pages.frame import framed
from state.notifications.unsubscribing import UnsubscribeState


def unsubscribe() -> rx.Component:
    return framed(
        page(
            rx.cond(
                UnsubscribeState.is_missing,
                obstacle(
                    t("error.notifications_link_not_ours"),
                    t("error.notifications_link_not_ours_hint"),
                    mark="link",
                    actions=[_to_settings()],
                ),
                rx.cond(UnsubscribeState.is_loaded, _question(), skeleton(4)),
            ),
            width="narrow",
        )
    )


def _question() -> rx.Component:
    return rx.fragment(
        page_head(t("unsubscribe.title")),
        rx.cond(
            UnsubscribeState.is_done,
            stack(rx.el.p(t("unsubscribe.done"), role="status"), line(_to_settings()), gap=4),
            stack(
                rx.el.p(
                    t("unsubscribe.kind"),
                    " ",
                    rx.el.strong(t_in("notification_kind", UnsubscribeState.kind)),
                ),
                rx.el.p(t("unsubscribe.lead"), class_name="soft"),
                line(
                    button(
                        t("unsubscribe.confirm"), on_click=UnsubscribeState.confirm, kind="primary"
                    ),
                    _to_settings(),
                ),
                gap=4,
            ),
        ),
    )


def _to_settings() -> rx.Component:
    return link_button(t("notification_settings.title"), href="/notifications/settings")
