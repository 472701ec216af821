"""/set-up: whoever holds a set-up link chooses a name and a password; the first one owns the school."""

import reflex as rx

from components.ui.button import link_button
from components.ui.field import field
from components.ui.native import native_form
from components.ui.words import t
from pages.account.door import door, kept_here, refusal, send
from state.accounts.door import DoorState


def set_up() -> rx.Component:
    return rx.cond(DoorState.is_ended, _ended(), _form())


def _form() -> rx.Component:
    return door(
        refusal(),
        native_form(
            rx.cond(
                DoorState.is_owner,
                field(
                    t("set_up.school"),
                    name="organisation_name",
                    hint=t("set_up.school_hint"),
                    auto_complete="organization",
                    max_length=120,
                ),
            ),
            field(
                t("account.name"),
                name="display_name",
                auto_complete="name",
                max_length=120,
                default_value=DoorState.display_name,
                key=DoorState.display_name,
            ),
            rx.cond(
                DoorState.is_owner,
                field(
                    t("account.email"),
                    name="email",
                    type="email",
                    auto_complete="username",
                    default_value=DoorState.email,
                    key=DoorState.email,
                ),
                rx.el.p(t("set_up.invited", email=DoorState.email), class_name="soft"),
            ),
            field(
                t("account.password"),
                name="password",
                type="password",
                hint=t("account.password_hint"),
                auto_complete="new-password",
                min_length=10,
            ),
            rx.el.input(type="hidden", name="token", value=DoorState.token, read_only=True),
            send(t("set_up.send")),
            action="/auth/set-up",
        ),
        title=rx.cond(DoorState.is_owner, t("set_up.title_owner"), t("set_up.title")),
        lead=rx.cond(DoorState.is_owner, t("set_up.lead_owner"), t("set_up.lead")),
        plate=kept_here(),
    )


def _ended() -> rx.Component:
    return door(
        rx.el.p(t("set_up.ended"), class_name="soft"),
        link_button(t("account.sign_in"), href="/sign-in", icon="log-in"),
        title=t("set_up.ended_title"),
        lead=t("error.account_setup_link_ended"),
        plate=kept_here(),
    )
