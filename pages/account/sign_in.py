"""/sign-in: e-mail and password."""

import reflex as rx

from components.ui.field import field
from components.ui.native import native_form
from components.ui.words import t
from pages.account.door import door, kept_here, refusal, send
from state.accounts.door import DoorState


def sign_in() -> rx.Component:
    return door(
        refusal(),
        native_form(
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
                auto_complete="current-password",
            ),
            rx.el.input(type="hidden", name="next", value=DoorState.next, read_only=True),
            send(t("account.sign_in")),
            action="/auth/sign-in",
        ),
        rx.el.p(
            t("sign_in.new_here"),
            " ",
            rx.el.a(t("sign_in.register"), href="/register"),
            " · ",
            rx.el.a(t("sign_in.join"), href="/join"),
            class_name="meta",
        ),
        title=t("account.sign_in"),
        lead=t("sign_in.lead"),
        plate=kept_here(),
    )
