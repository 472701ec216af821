"""/account: name, password, and the browsers that are signed in."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.field import field
from components.ui.layout import page, page_head, section, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, text
from components.ui.when import when
from components.ui.words import t
from pages.account.certificates import my_certificates
from pages.frame import framed
from state.accounts.profile import ProfileState


def profile() -> rx.Component:
    return framed(
        page(
            page_head(t("account.title"), lead=t("account.lead")),
            rx.cond(
                ProfileState.is_loaded,
                stack(my_certificates(), _name(), _password(), _sessions(), _data(), gap=7),
                skeleton(),
            ),
            width="narrow",
        )
    )


def _name() -> rx.Component:
    return section(
        t("account.about_you"),
        rx.el.form(
            field(
                t("account.name"),
                name="display_name",
                auto_complete="name",
                max_length=120,
                default_value=ProfileState.display_name,
                key=ProfileState.display_name,
            ),
            rx.cond(
                ProfileState.email != "",
                rx.el.p(t("account.email_is", email=ProfileState.email), class_name="soft"),
            ),
            rx.el.input(type="hidden", name="locale", value=ProfileState.locale, read_only=True),
            line(button(t("account.save"), type="submit", kind="primary")),
            on_submit=ProfileState.save,
            class_name="stack gap-4",
        ),
        id="about-you",
    )


def _password() -> rx.Component:
    return section(
        t("account.password"),
        rx.el.form(
            field(
                t("account.password_now"),
                name="current",
                type="password",
                auto_complete="current-password",
            ),
            field(
                t("account.password_new"),
                name="new",
                type="password",
                hint=t("account.password_hint"),
                auto_complete="new-password",
                min_length=10,
            ),
            line(button(t("account.password_change"), type="submit")),
            on_submit=ProfileState.change_password,
            key=text(ProfileState.password_round),
            class_name="stack gap-4",
        ),
        id="password",
    )


def _sessions() -> rx.Component:
    return section(
        t("account.sessions"),
        table(
            [
                Column(t("account.browser")),
                Column(t("account.network")),
                Column(t("account.seen")),
                Column(t("account.action"), hidden=True),
            ],
            rx.foreach(ProfileState.sessions, _session),
            label=t("account.sessions"),
        ),
        id="sessions",
    )


def _data() -> rx.Component:
    return section(
        t("privacy.title"),
        stack(
            rx.el.p(t("privacy.link")),
            line(link_button(t("privacy.open"), href="/account/data")),
            gap=3,
        ),
        id="your-data",
    )


def _session(session: Item) -> rx.Component:
    return row(
        row_head(
            rx.cond(
                session.browser != "",
                t("account.browser_on", browser=session.browser, system=session.system),
                t("account.browser_unknown"),
            )
        ),
        cell(session.address, label=t("account.network")),
        cell(when(session.seen_at, "ago"), label=t("account.seen")),
        cell(
            rx.cond(
                session.is_current,
                badge(t("account.this_browser"), tone="blue"),
                button(
                    t("account.end_session"),
                    size="sm",
                    on_click=ProfileState.end_session(session.id),
                ),
            )
        ),
    )
