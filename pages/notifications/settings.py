"""/notifications/settings: how somebody wants to be told of what."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.callout import callout
from components.ui.field import select
from components.ui.layout import page, page_head, section, stack
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item
from components.ui.words import t, t_in
from pages.frame import framed
from state.notifications.listed import NotificationSettingsState

CHANNELS = ("app", "mail", "digest", "off")


def notification_settings() -> rx.Component:
    return framed(
        page(
            page_head(
                t("notification_settings.title"),
                lead=t("notification_settings.lead"),
                above=breadcrumb(
                    (t("bell.title"), "/notifications"), (t("notification_settings.title"), None)
                ),
            ),
            rx.cond(NotificationSettingsState.settings, _settings(), skeleton(8)),
            width="narrow",
        )
    )


def _settings() -> rx.Component:
    settings: Item = NotificationSettingsState.settings
    return stack(
        rx.cond(
            settings.email == "",
            callout(rx.el.p(t("notification_settings.no_email"))),
            rx.el.p(t("notification_settings.email", email=settings.email), class_name="soft"),
        ),
        table(
            [Column(t("notification_settings.what")), Column(t("notification_settings.how"))],
            rx.foreach(settings.choices, _choice),
            label=t("notification_settings.title"),
        ),
        section(
            t("notification_settings.digest"),
            rx.el.p(
                rx.cond(
                    settings.time_zone == "",
                    t("notification_settings.zone_of_class"),
                    t("notification_settings.zone", zone=settings.time_zone),
                ),
                class_name="soft",
            ),
            rx.el.div(
                select(
                    t("notification_settings.hour"),
                    [(str(hour), f"{hour:02}:00") for hour in range(24)],
                    name="digest_hour",
                    value=settings.digest_hour.to(str),
                    on_change=NotificationSettingsState.choose_hour,
                ),
                class_name="talk-show",
            ),
            id="digest",
        ),
        gap=6,
    )


def _choice(choice: Item) -> rx.Component:
    kind = choice.kind.to(str)
    return row(
        row_head(t_in("notification_kind", kind)),
        cell(
            rx.el.select(
                *(
                    rx.el.option(t_in("notification_channel", channel), value=channel)
                    for channel in CHANNELS
                ),
                value=choice.channel.to(str),
                on_change=NotificationSettingsState.choose(kind),
                aria_label=t_in("notification_kind", kind),
                class_name="input",
            ),
            label=t("notification_settings.how"),
        ),
    )
