"""/classes: the classes that a teacher runs, and beginning one."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, select
from components.ui.layout import page, page_head
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.time_zone import time_zone_input
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.classes.listed import ClassesState


def classes() -> rx.Component:
    return framed(
        page(
            page_head(
                t("classes.title"),
                lead=t("classes.lead"),
                actions=[
                    button(
                        t("classes.new"), on_click=ClassesState.begin, kind="primary", icon="plus"
                    )
                ],
            ),
            rx.cond(
                ClassesState.is_loaded,
                rx.cond(ClassesState.classes.length() > 0, _list(), _nothing()),
                skeleton(5),
            ),
            _begin(),
        )
    )


def _list() -> rx.Component:
    return table(
        [
            Column(t("classes.column.class")),
            Column(t("classes.column.term")),
            Column(t("classes.column.learners"), numeric=True),
            Column(t("classes.column.code")),
        ],
        rx.foreach(ClassesState.classes, _row),
        label=t("classes.title"),
        framed=True,
    )


def _row(room: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.a(room.name, href="/classes/" + id_of(room)),
            rx.el.p(room.course_title, class_name="meta"),
        ),
        cell(
            rx.el.span(room.term),
            rx.cond(
                room.starts_on,
                rx.el.p(
                    when(room.starts_on, "day"),
                    rx.cond(room.ends_on, rx.fragment(" – ", when(room.ends_on, "day"))),
                    class_name="meta",
                ),
            ),
            label=t("classes.column.term"),
        ),
        cell(
            rx.cond(
                room.seats,
                rx.fragment(t("classes.learners_of", n=room.learners, seats=room.seats)),
                rx.fragment(room.learners),
            ),
            label=t("classes.column.learners"),
            numeric=True,
        ),
        cell(
            rx.cond(
                room.archived_at,
                badge(t("classes.archived"), icon="history"),
                rx.cond(
                    room.is_code_open,
                    badge(t("classes.open"), tone="ok", icon="check"),
                    badge(t("classes.closed"), icon="lock"),
                ),
            ),
            label=t("classes.column.code"),
        ),
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("classes.empty"),
        action=button(t("classes.new"), on_click=ClassesState.begin, icon="plus"),
    )


def _begin() -> rx.Component:
    return dialog(
        t("classes.new"),
        rx.cond(
            ClassesState.courses.length() > 0,
            rx.el.form(
                field(t("class.name"), name="name", hint=t("class.name_hint"), max_length=120),
                _course(),
                field(
                    t("class.term"),
                    name="term",
                    hint=t("class.term_hint"),
                    required=False,
                    max_length=80,
                ),
                rx.el.div(
                    field(t("class.starts_on"), name="starts_on", type="date", required=False),
                    field(t("class.ends_on"), name="ends_on", type="date", required=False),
                    class_name="class-pair",
                ),
                time_zone_input(name="time_zone"),
                line(
                    button(t("classes.create"), type="submit", kind="primary"),
                    button(t("dialog.cancel"), on_click=ClassesState.leave),
                ),
                on_submit=ClassesState.create,
                class_name="stack gap-4",
            ),
            empty_state(
                t("classes.no_course"),
                action=link_button(t("navigation.studio"), href="/studio"),
            ),
        ),
        open=ClassesState.is_beginning,
        on_close=ClassesState.leave,
    )


def _course() -> rx.Component:
    def option(course: Item) -> rx.Component:
        return rx.el.option(course.title, value=id_of(course, "course_id"))

    return select(
        t("class.course"),
        rx.foreach(ClassesState.courses, option),
        name="course_id",
    )
