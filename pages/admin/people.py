"""/people: everybody in the school; administrators invite, change roles and end access."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.callout import callout
from components.ui.copy import copy_button
from components.ui.field import field, select
from components.ui.layout import page, page_head, section, split, stack
from components.ui.layout import row as line
from components.ui.menu import menu_item, more_menu
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.accounts.people import PeopleState

ROLES = ("learner", "instructor", "admin")


def people() -> rx.Component:
    return framed(
        page(
            page_head(t("people.title"), lead=t("people.lead")),
            split(
                section(
                    t("people.list"),
                    rx.cond(PeopleState.is_loaded, _table(), skeleton()),
                    id="list",
                ),
                stack(_invite(), _setup_link(), gap=5),
            ),
        )
    )


def _setup_link() -> rx.Component:
    return rx.cond(
        PeopleState.setup_url != "",
        callout(
            rx.el.p(t("people.link", name=PeopleState.setup_name)),
            rx.el.input(
                value=PeopleState.setup_url,
                read_only=True,
                aria_label=t("people.new_link"),
                class_name="input",
            ),
            line(copy_button(PeopleState.setup_url)),
        ),
    )


def _invite() -> rx.Component:
    return section(
        t("people.invite"),
        rx.el.form(
            field(t("account.name"), name="display_name", max_length=120, auto_complete="off"),
            field(t("account.email"), name="email", type="email", auto_complete="off"),
            select(
                t("people.role"),
                [(role, t(f"role.{role}")) for role in ROLES],
                name="role",
                default_value="instructor",
            ),
            line(button(t("people.invite_send"), type="submit", kind="primary", icon="user-plus")),
            on_submit=PeopleState.create,
            key=text(PeopleState.form_round),
            class_name="stack gap-4",
        ),
        id="invite",
    )


def _table() -> rx.Component:
    return rx.fragment(
        table(
            [
                Column(t("account.name")),
                Column(t("account.email")),
                Column(t("people.role")),
                Column(t("people.since")),
                Column(t("account.action"), hidden=True),
            ],
            rx.foreach(PeopleState.people, _person),
            label=t("people.list"),
        ),
        rx.cond(
            PeopleState.next_cursor != "",
            button(t("people.more"), on_click=PeopleState.show_more),
        ),
    )


def _person(person: Item) -> rx.Component:
    return row(
        row_head(
            person.display_name,
            rx.cond(person.is_disabled, badge(t("people.is_disabled"), tone="bad")),
            rx.cond(person.has_password, rx.fragment(), badge(t("people.is_invited"), tone="warn")),
        ),
        cell(person.email, label=t("account.email")),
        cell(t_in("role", person.role), label=t("people.role")),
        cell(when(person.created_at, "day"), label=t("people.since")),
        cell(
            more_menu(
                t("people.actions", name=person.display_name),
                *(
                    menu_item(
                        t("people.make", role=t(f"role.{role}")),
                        on_click=PeopleState.change_role(person.id, role),
                    )
                    for role in ROLES
                ),
                menu_item(
                    t("people.new_link"), icon="link", on_click=PeopleState.renew_link(person.id)
                ),
                rx.cond(
                    person.is_disabled,
                    menu_item(
                        t("people.enable"), icon="check", on_click=PeopleState.enable(person.id)
                    ),
                    menu_item(
                        t("people.disable"), icon="ban", on_click=PeopleState.disable(person.id)
                    ),
                ),
            )
        ),
    )
