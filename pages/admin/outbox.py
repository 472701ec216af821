"""/admin/outbox: the mails that the school has written."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.layout import meta, page, page_head, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of, id_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.notifications.outbox import OutboxState


def outbox() -> rx.Component:
    return framed(
        page(
            page_head(t("outbox.title"), lead=t("outbox.lead")),
            rx.cond(OutboxState.is_loaded, _mails(), skeleton(8)),
            _opened(),
        )
    )


def _mails() -> rx.Component:
    return stack(
        rx.cond(OutboxState.is_sending, rx.fragment(), callout(rx.el.p(t("outbox.no_server")))),
        rx.cond(
            OutboxState.mails.length() > 0,
            table(
                [
                    Column(t("outbox.subject")),
                    Column(t("outbox.to")),
                    Column(t("outbox.state")),
                    Column(t("outbox.written")),
                ],
                rx.foreach(OutboxState.mails, _mail),
                label=t("outbox.title"),
                framed=True,
            ),
            empty_state(t("outbox.empty")),
        ),
        rx.cond(
            OutboxState.cursor != "",
            line(button(t("bell.more"), on_click=OutboxState.show_more)),
        ),
        gap=5,
    )


def _mail(mail: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.button(
                mail.subject,
                type="button",
                on_click=OutboxState.open_mail(id_of(mail)),
                class_name="talk-open",
            )
        ),
        cell(mail.recipient, label=t("outbox.to")),
        cell(_state(mail), label=t("outbox.state")),
        cell(when(mail.created_at, "moment"), label=t("outbox.written")),
    )


def _state(mail: Item) -> rx.Component:
    state = mail.state.to(str)
    return rx.fragment(
        one_of(
            state,
            ("sent", badge(t_in("mail_state", state), tone="ok", icon="check")),
            ("failed", badge(t_in("mail_state", state), tone="bad", icon="circle-alert")),
            badge(t_in("mail_state", state), icon="clock"),
        ),
        rx.cond(
            mail.reason != "",
            meta(t("mail_reason." + mail.reason.to(str), fallback=mail.reason.to(str))),
            rx.fragment(),
        ),
    )


def _opened() -> rx.Component:
    mail: Item = OutboxState.opened
    return dialog(
        first_of(mail.subject, ""),
        rx.cond(
            mail,
            rx.fragment(
                meta(mail.recipient, " · ", when(mail.created_at, "moment")),
                rx.el.pre(mail.text, class_name="outbox-text"),
            ),
            rx.fragment(),
        ),
        open=rx.cond(mail, True, False),
        on_close=OutboxState.close_mail,
        wide=True,
    )
