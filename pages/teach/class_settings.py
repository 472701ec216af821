"""The settings of a class: what it is called, its code, another term, the archive."""

import reflex as rx

from components.ui.button import button, link_button
from components.ui.dialog import dialog
from components.ui.field import field
from components.ui.layout import row as line
from components.ui.layout import section, stack
from components.ui.values import Item, id_of
from components.ui.words import t
from state.classes.room import RoomState


def settings() -> rx.Component:
    return rx.el.div(
        stack(_details(), _code(), _term(), gap=7),
        _copy(),
        class_name="wrap-narrow",
    )


def _details() -> rx.Component:
    room: Item = RoomState.room
    return section(
        t("class.details"),
        rx.el.form(
            field(t("class.name"), name="name", max_length=120, default_value=room.name),
            field(
                t("class.term"),
                name="term",
                required=False,
                max_length=80,
                default_value=room.term,
            ),
            rx.el.div(
                field(
                    t("class.starts_on"),
                    name="starts_on",
                    type="date",
                    required=False,
                    default_value=room.starts_on.to(str),
                ),
                field(
                    t("class.ends_on"),
                    name="ends_on",
                    type="date",
                    required=False,
                    default_value=room.ends_on.to(str),
                ),
                class_name="class-pair",
            ),
            field(
                t("class.time_zone"),
                name="time_zone",
                hint=t("class.time_zone_hint"),
                max_length=60,
                default_value=room.time_zone,
            ),
            line(button(t("account.save"), type="submit", kind="primary")),
            on_submit=RoomState.save,
            class_name="stack gap-4",
        ),
        id="details",
        more=link_button(
            t("class.calendar"),
            href="/api/v1/classes/" + id_of(room) + "/calendar.ics",
            kind="quiet",
            size="sm",
            icon="calendar",
            native=True,
        ),
    )


def _code() -> rx.Component:
    room: Item = RoomState.room
    return section(
        t("class.code_settings"),
        rx.el.form(
            rx.el.div(
                field(
                    t("class.seats"),
                    name="seats",
                    type="number",
                    min=1,
                    max=1000,
                    required=False,
                    hint=t("class.seats_hint"),
                    default_value=rx.cond(room.seats, room.seats.to(str), ""),
                ),
                field(
                    t("class.closes_at"),
                    name="closes_at",
                    type="datetime-local",
                    required=False,
                    default_value=room.code_closes_local,
                ),
                class_name="class-pair",
            ),
            line(
                button(t("account.save"), type="submit"),
                button(t("class.rotate"), on_click=RoomState.rotate_code, icon="refresh-cw"),
            ),
            rx.el.p(t("class.rotate_hint"), class_name="hint"),
            on_submit=RoomState.save_code,
            class_name="stack gap-4",
        ),
        id="code-settings",
    )


def _term() -> rx.Component:
    room: Item = RoomState.room
    return section(
        t("class.end"),
        rx.el.p(t("class.end_lead"), class_name="soft"),
        line(
            button(t("class.copy"), on_click=RoomState.begin_copy, icon="copy"),
            rx.cond(
                room.archived_at,
                button(t("class.restore"), on_click=RoomState.restore, icon="undo-2"),
                button(t("class.archive"), on_click=RoomState.archive, icon="history"),
            ),
        ),
        id="end",
    )


def _copy() -> rx.Component:
    room: Item = RoomState.room
    return dialog(
        t("class.copy"),
        rx.el.form(
            field(
                t("class.name"), name="name", form="copy", max_length=120, default_value=room.name
            ),
            field(t("class.term"), name="term", form="copy", required=False, max_length=80),
            field(
                t("class.shift"),
                name="shift_days",
                type="number",
                min=-3660,
                max=3660,
                hint=t("class.shift_hint"),
                default_value="364",
            ),
            line(
                button(t("class.copy_send"), type="submit", kind="primary"),
                button(t("dialog.cancel"), on_click=RoomState.leave_copy),
            ),
            on_submit=RoomState.copy_class,
            class_name="stack gap-4",
        ),
        open=RoomState.is_copying,
        on_close=RoomState.leave_copy,
    )
