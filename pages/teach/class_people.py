"""The people of a class: who is in it, and every way to come in."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.copy import copy_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, select
from components.ui.layout import row as line
from components.ui.layout import section, split, stack
from components.ui.menu import menu_item, more_menu
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, id_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.teach.class_roster import roster
from state.classes.room import RoomState


def people() -> rx.Component:
    return rx.fragment(
        split(
            stack(_return_code(), _learners(), roster(), gap=6),
            stack(_teachers(), _add(), _links(), gap=6),
        ),
        _rename(),
    )


def _learners() -> rx.Component:
    room: Item = RoomState.room
    return section(
        t("class.learners_title"),
        rx.cond(
            RoomState.learners.length() > 0,
            table(
                [
                    Column(t("account.name")),
                    Column(t("class.progress"), numeric=True),
                    Column(t("class.last_seen")),
                    Column(t("class.came")),
                    Column(t("account.action"), hidden=True),
                ],
                rx.foreach(RoomState.learners, _learner),
                label=t("class.learners_table"),
            ),
            empty_state(t("class.nobody")),
        ),
        id="learners",
        more=rx.cond(
            RoomState.learners.length() > 0,
            link_button(
                t("class.export"),
                href="/api/v1/classes/" + id_of(room) + "/roster.csv",
                native=True,
                size="sm",
                icon="download",
            ),
        ),
    )


def _learner(member: Item) -> rx.Component:
    user_id = id_of(member, "user_id")
    return row(
        row_head(
            member.name,
            rx.cond(member.email != "", rx.el.p(member.email, class_name="meta")),
        ),
        cell(
            t("class.done_of", done=member.lessons_done, total=member.lessons_total),
            label=t("class.progress"),
            numeric=True,
        ),
        cell(
            rx.cond(member.active_at, when(member.active_at, "ago"), t("class.not_yet")),
            label=t("class.last_seen"),
        ),
        cell(t_in("joined_by", member.joined_by), label=t("class.came")),
        cell(
            more_menu(
                t("people.actions", name=member.name),
                rx.cond(
                    member.is_pupil,
                    rx.fragment(
                        menu_item(
                            t("class.new_return_code"),
                            icon="key-round",
                            on_click=RoomState.renew_code(user_id, member.name, False),
                        ),
                        menu_item(
                            t("class.new_return_code_out"),
                            icon="log-out",
                            on_click=RoomState.renew_code(user_id, member.name, True),
                        ),
                        menu_item(
                            t("class.rename"),
                            icon="pencil",
                            on_click=RoomState.begin_rename(user_id, member.name),
                        ),
                    ),
                ),
                menu_item(
                    t("class.remove"),
                    icon="x",
                    danger=True,
                    on_click=RoomState.remove(user_id, member.name),
                ),
            )
        ),
    )


def _return_code() -> rx.Component:
    return rx.cond(
        RoomState.return_code != "",
        callout(
            rx.el.p(t("class.return_code_for", name=RoomState.return_name)),
            rx.el.p(RoomState.return_code, class_name="class-code"),
            line(
                copy_button(RoomState.return_code),
                button(t("class.hide"), on_click=RoomState.hide_code, size="sm"),
            ),
        ),
    )


def _rename() -> rx.Component:
    return dialog(
        t("class.rename"),
        rx.el.form(
            field(
                t("account.name"),
                name="name",
                form="rename",
                max_length=40,
                default_value=RoomState.renamed_name,
                key=RoomState.renamed,
            ),
            line(
                button(t("account.save"), type="submit", kind="primary"),
                button(t("dialog.cancel"), on_click=RoomState.leave_rename),
            ),
            on_submit=RoomState.rename,
            class_name="stack gap-4",
        ),
        open=RoomState.renamed != "",
        on_close=RoomState.leave_rename,
    )


def _teachers() -> rx.Component:
    return section(
        t("class.teachers"),
        rx.el.ul(rx.foreach(RoomState.teachers, _teacher), class_name="rows"),
        id="teachers",
    )


def _teacher(member: Item) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            member.name, rx.el.span(member.email, class_name="meta"), class_name="class-person"
        ),
        rx.cond(
            RoomState.teachers.length() > 1,
            more_menu(
                t("people.actions", name=member.name),
                menu_item(
                    t("class.remove"),
                    icon="x",
                    danger=True,
                    on_click=RoomState.remove(id_of(member, "user_id"), member.name),
                ),
            ),
        ),
        class_name="class-row",
    )


def _add() -> rx.Component:
    return section(
        t("class.add"),
        rx.el.form(
            field(t("account.email"), name="email", type="email", auto_complete="off"),
            select(
                t("class.as"),
                [("learner", t("class_role.learner")), ("teacher", t("class_role.teacher"))],
                name="role",
            ),
            line(button(t("class.add_send"), type="submit", icon="user-plus")),
            on_submit=RoomState.add,
            key=text(RoomState.form_round),
            class_name="stack gap-4",
        ),
        id="add",
    )


def _links() -> rx.Component:
    return section(
        t("class.links"),
        rx.cond(
            RoomState.invite_url != "",
            callout(
                rx.el.p(t("class.link_once")),
                rx.el.input(
                    value=RoomState.invite_url,
                    read_only=True,
                    aria_label=t("class.link"),
                    class_name="input",
                ),
                line(copy_button(RoomState.invite_url)),
            ),
        ),
        rx.cond(
            RoomState.invites.length() > 0,
            rx.el.ul(rx.foreach(RoomState.invites, _link), class_name="rows"),
        ),
        rx.el.details(
            rx.el.summary(t("class.new_link")),
            rx.el.form(
                select(
                    t("class.link_for"),
                    [("learner", t("class_role.learner")), ("teacher", t("class_role.teacher"))],
                    name="role",
                    form="link",
                ),
                rx.el.div(
                    field(
                        t("class.seats"),
                        name="seats",
                        form="link",
                        type="number",
                        min=1,
                        max=1000,
                        required=False,
                    ),
                    field(
                        t("class.link_days"),
                        name="days",
                        type="number",
                        min=1,
                        max=90,
                        default_value="14",
                    ),
                    class_name="class-pair",
                ),
                line(button(t("class.make_link"), type="submit", icon="link")),
                on_submit=RoomState.invite,
                class_name="stack gap-4",
            ),
            class_name="rows-of",
        ),
        id="links",
    )


def _link(invite: Item) -> rx.Component:
    return rx.el.li(
        rx.el.span(
            t_in("class_role", invite.role),
            rx.el.span(
                rx.cond(
                    invite.seats,
                    t("class.link_used_of", n=invite.used, seats=invite.seats),
                    t("class.link_used", n=invite.used),
                ),
                " · ",
                t("class.link_until"),
                " ",
                when(invite.expires_at, "day"),
                class_name="meta",
            ),
            class_name="class-person",
        ),
        rx.cond(invite.is_open, rx.fragment(), badge(t("class.link_over"))),
        button(t("class.revoke"), on_click=RoomState.revoke(id_of(invite)), size="sm"),
        class_name="class-row",
    )
