"""/register: a learner's own account."""

import reflex as rx

from components.ui.field import field
from components.ui.native import native_form
from components.ui.words import t
from pages.account.door import door, kept_here, refusal, send
from state.accounts.door import DoorState


def register() -> rx.Component:
    return door(
        refusal(),
        native_form(
            field(
                t("account.name"),
                name="display_name",
                hint=t("register.name_hint"),
                auto_complete="name",
                max_length=120,
                default_value=DoorState.display_name,
                key=DoorState.display_name,
            ),
            field(
                t("account.email"),
                name="email",
                type="email",
                auto_complete="username",
                default_value=DoorState.email,
                key=DoorState.email,
            ),
            field(
                t("account.password"),
                name="password",
                type="password",
                hint=t("account.password_hint"),
                auto_complete="new-password",
                min_length=10,
            ),
            rx.el.input(type="hidden", name="next", value=DoorState.next, read_only=True),
            send(t("register.send")),
            action="/auth/register",
        ),
        rx.el.p(
            t("register.known"),
            " ",
            rx.el.a(t("account.sign_in"), href="/sign-in"),
            class_name="meta",
        ),
        title=t("register.title"),
        lead=t("register.lead"),
        plate=kept_here(),
    )
