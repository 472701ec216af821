"""/classes/[classroom_id]/tests: the tests of a class, and what single learners need in them."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state, obstacle
from components.ui.field import field
from components.ui.layout import page, page_head, section
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.tabs import Tab, tabs
from components.ui.values import Item, Text, id_of, text
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from pages.teach.class_nav import class_nav
from state.exams.listed import ExamsState


def exams() -> rx.Component:
    return framed(
        page(
            rx.cond(
                ExamsState.is_missing,
                class_missing(),
                rx.cond(ExamsState.is_loaded, _loaded(), skeleton(8)),
            )
        )
    )


def class_missing() -> rx.Component:
    return obstacle(
        t("error.class_not_found"),
        t("error.class_not_found_hint"),
        mark="search",
        actions=[link_button(t("classes.title"), href="/classes", kind="primary")],
    )


def _loaded() -> rx.Component:
    home = "/classes/" + ExamsState.classroom_id
    return rx.fragment(
        page_head(
            t("exams.title"),
            above=breadcrumb(
                (t("classes.title"), "/classes"),
                (ExamsState.class_name, home),
                (t("exams.title"), None),
            ),
            actions=[
                link_button(t("exams.new"), href=home + "/tests/new", kind="primary", icon="plus")
            ],
        ),
        class_nav(ExamsState.classroom_id, "tests"),
        tabs(
            t("exams.parts"),
            Tab("tests", t("exams.title"), _list(home)),
            Tab("needs", t("exams.accommodations"), _accommodations()),
        ),
    )


def _list(home: Text) -> rx.Component:
    return rx.cond(
        ExamsState.exams.length() > 0,
        table(
            [
                Column(t("exam.title")),
                Column(t("exam.points_word"), numeric=True),
                Column(t("exam.closes")),
                Column(t("exams.taking"), numeric=True),
                Column(t("exams.handed_in"), numeric=True),
                Column(t("exams.to_do")),
            ],
            rx.foreach(ExamsState.exams, _exam_row),
            label=t("exams.title"),
        ),
        empty_state(
            t("exams.none"), action=link_button(t("exams.new"), href=text(home) + "/tests/new")
        ),
    )


def _exam_row(one: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.a(one.title, href="/tests/" + id_of(one) + "/results"),
            rx.cond(
                one.published_at,
                rx.fragment(),
                rx.fragment(" ", badge(t("exams.draft"), tone="warn", icon="eye")),
            ),
        ),
        cell(one.points, label=t("exam.points_word"), numeric=True),
        cell(
            rx.cond(one.closes_at, when(one.closes_at, "moment"), t("exams.never")),
            label=t("exam.closes"),
        ),
        cell(one.taking, label=t("exams.taking"), numeric=True),
        cell(
            t("exams.of", n=one.handed_in, of=one.learners),
            label=t("exams.handed_in"),
            numeric=True,
        ),
        cell(
            rx.cond(one.to_mark > 0, badge(t("exams.to_mark", n=one.to_mark), tone="blue")),
            " ",
            rx.cond(one.to_release > 0, badge(t("exams.to_release", n=one.to_release))),
            label=t("exams.to_do"),
        ),
    )


def _accommodations() -> rx.Component:
    return section(
        t("exams.accommodations"),
        rx.el.p(t("exams.accommodations_lead"), class_name="soft"),
        rx.cond(
            ExamsState.learners.length() > 0,
            table(
                [
                    Column(t("exams.learner")),
                    Column(t("exams.extra_time"), numeric=True),
                    Column(t("exams.break_time"), numeric=True),
                    Column(t("exams.extra_attempts"), numeric=True),
                    Column(t("exams.change"), hidden=True),
                ],
                rx.foreach(ExamsState.learners, _learner_row),
                label=t("exams.accommodations"),
            ),
            empty_state(t("exams.no_learners")),
        ),
        _form(),
        id="accommodations",
    )


def _learner_row(one: Item) -> rx.Component:
    return row(
        row_head(one.name),
        cell(_figure(one.extra_percent, " %"), label=t("exams.extra_time"), numeric=True),
        cell(_figure(one.break_minutes, " min"), label=t("exams.break_time"), numeric=True),
        cell(_figure(one.extra_attempts, ""), label=t("exams.extra_attempts"), numeric=True),
        cell(
            button(
                t("exams.change"),
                on_click=ExamsState.choose(id_of(one, "user_id")),
                size="sm",
                aria_label=t("exams.change_for", name=one.name),
            )
        ),
    )


def _figure(number: Item, unit: str) -> rx.Component:
    return rx.cond(number > 0, rx.fragment(number.to(str), unit), rx.fragment("–"))


def _form() -> rx.Component:
    one: Item = ExamsState.chosen
    return rx.cond(
        ExamsState.chosen,
        dialog(
            t("exams.change_for", name=one.name),
            rx.el.form(
                _number(t("exams.extra_time_percent"), "extra_percent", one.extra_percent, 400),
                _number(t("exams.break_minutes"), "break_minutes", one.break_minutes, 240),
                _number(t("exams.extra_attempts"), "extra_attempts", one.extra_attempts, 20),
                rx.el.div(
                    button(t("account.save"), type="submit", kind="primary"),
                    button(t("form.cancel"), on_click=ExamsState.leave),
                    class_name="form-actions",
                ),
                on_submit=ExamsState.save,
                class_name="stack gap-4",
            ),
            open=True,
            on_close=ExamsState.leave,
        ),
    )


def _number(label: rx.Var[str], name: str, value: Item, most: int) -> rx.Component:
    return field(
        label,
        name=name,
        type="number",
        required=False,
        min=0,
        max=most,
        default_value=value.to(str),
    )
