"""Making and changing an assignment: the task, its times, what may be handed in, how it is marked."""

from typing import Any

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.choice import checkbox
from components.ui.field import field, select, text_area
from components.ui.form_keys import form_keys
from components.ui.layout import page, page_head
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.values import Child, Item, text
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.criteria_form import criteria_form
from state.assignments.editor import AssignmentEditorState

SECOND_MARKS = ("none", "sample", "all")
FORMS = ("points", "rubric", "checklist", "reflection")


def assignment_editor() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _editor(),
                is_loaded=AssignmentEditorState.is_loaded,
                is_missing=AssignmentEditorState.is_missing,
                code="assignment.not_found",
                back=(t("classes.title"), "/classes"),
            ),
            width="narrow",
        )
    )


def _editor() -> rx.Component:
    room = f"/classes/{AssignmentEditorState.classroom_id}"
    is_made = AssignmentEditorState.assignment_id != ""
    name = rx.cond(is_made, AssignmentEditorState.title, t("assignments.new"))
    return rx.fragment(
        page_head(
            name,
            above=breadcrumb(
                (AssignmentEditorState.class_name, room),
                (t("assignments.title"), f"{room}/assignments"),
                (name, None),
            ),
            actions=[
                rx.cond(
                    AssignmentEditorState.is_published,
                    link_button(
                        t("assignments.grade"),
                        href=f"/assignments/{AssignmentEditorState.assignment_id}/grade",
                    ),
                )
            ],
        ),
        rx.el.form(
            form_keys(),
            _task(),
            _times(),
            _taken(),
            _marking(),
            _reviews(),
            _end(is_made),
            on_submit=AssignmentEditorState.save,
            reset_on_submit=False,
            key=text(AssignmentEditorState.form_round),
            class_name="form assignment-form",
        ),
    )


def _task() -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    return rx.el.div(
        field(t("assignment.name"), name="title", max_length=120, default_value=fields.title),
        text_area(
            t("assignment.instructions"),
            name="instructions",
            hint=t("assignment.markdown"),
            rows=8,
            max_length=50_000,
            default_value=fields.instructions,
        ),
        _pair(
            _choice(
                t("assignment.lesson"),
                "lesson_id",
                AssignmentEditorState.lessons,
                fields.lesson_id,
                none=t("assignment.no_lesson"),
            ),
            _choice(
                t("assignment.category"),
                "category_id",
                AssignmentEditorState.categories,
                fields.category_id,
                none=t("assignment.first_category"),
            ),
        ),
        class_name="stack gap-4",
    )


def _times() -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    return _group(
        t("assignment.times"),
        rx.el.p(t("assignment.zone", zone=AssignmentEditorState.time_zone), class_name="hint"),
        _pair(
            _time(t("assignment.opens"), "opens_at", fields.opens_at),
            _time(t("assignment.due"), "due_at", fields.due_at),
            _time(t("assignment.closes"), "closes_at", fields.closes_at),
        ),
        rx.el.details(
            rx.el.summary(t("assignment.late")),
            _pair(
                _number(
                    t("assignment.late_percent"), "percent_a_day", fields.percent_a_day, most=100
                ),
                _number(t("assignment.late_most"), "most_percent", fields.most_percent, most=100),
                _number(
                    t("assignment.late_grace"),
                    "grace_minutes",
                    fields.grace_minutes,
                    most=10_080,
                    step="1",
                ),
            ),
            open=fields.percent_a_day != "0",
            class_name="rows-of",
        ),
    )


def _taken() -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    return _group(
        t("assignment.taken"),
        line(
            checkbox(
                t("assignment.allows_text"),
                name="allows_text",
                default_checked=fields.allows_text,
            ),
            checkbox(
                t("assignment.allows_files"),
                name="allows_files",
                default_checked=fields.allows_files,
            ),
            gap=5,
        ),
        _pair(
            _number(
                t("assignment.attempts"), "attempts", fields.attempts, least=1, most=50, step="1"
            ),
            _number(
                t("assignment.files_most"),
                "files_most",
                fields.files_most,
                least=1,
                most=50,
                step="1",
            ),
            _number(
                t("assignment.megabytes_most"),
                "file_megabytes_most",
                fields.file_megabytes_most,
                least=1,
                most=2000,
                step="1",
            ),
        ),
    )


def _marking() -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    form = AssignmentEditorState.form
    return _group(
        t("assignment.marking"),
        _pair(
            select(
                t("assignment.form"),
                [(name, t_in("marking_form", name)) for name in FORMS],
                name="form",
                default_value=fields.form,
                on_change=AssignmentEditorState.choose_form,
            ),
            rx.cond(
                form == "points",
                _number(t("assignment.points"), "points", fields.points, most=10_000),
            ),
        ),
        rx.cond(form != "points", criteria_form()),
        checkbox(
            t("assignment.anonymous"), name="is_anonymous", default_checked=fields.is_anonymous
        ),
        _pair(
            select(
                t("assignment.second_marks"),
                [(name, t_in("second_marks", name)) for name in SECOND_MARKS],
                name="second_marks",
                hint=t("assignment.second_hint"),
                default_value=fields.second_marks,
            ),
            _number(
                t("assignment.second_percent"),
                "second_percent",
                fields.second_percent,
                least=1,
                most=100,
                step="1",
            ),
        ),
        checkbox(t("assignment.extra"), name="is_extra", default_checked=fields.is_extra),
    )


def _reviews() -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    return _group(
        t("assignment.reviews"),
        rx.el.p(t("assignment.reviews_hint"), class_name="hint"),
        _pair(
            _number(
                t("assignment.reviews_each"),
                "reviews_each",
                fields.reviews_each,
                most=10,
                step="1",
            ),
            _time(t("assignment.reviews_due"), "reviews_due_at", fields.reviews_due_at),
            _number(
                t("assignment.calibration"), "calibration", fields.calibration, most=3, step="1"
            ),
        ),
        checkbox(
            t("assignment.reviews_count"),
            name="reviews_count",
            hint=t("assignment.reviews_count_hint"),
            default_checked=fields.reviews_count,
        ),
    )


def _end(is_made: Any) -> rx.Component:
    fields: Item = AssignmentEditorState.fields
    return rx.el.div(
        checkbox(
            t("assignment.is_published"),
            name="is_published",
            hint=t("assignment.is_published_hint"),
            default_checked=fields.is_published,
        ),
        line(
            button(t("assignment.save"), type="submit", kind="primary"),
            rx.cond(
                is_made,
                button(
                    t("assignment.delete"),
                    kind="danger",
                    on_click=AssignmentEditorState.delete,
                    icon="trash-2",
                ),
            ),
        ),
        class_name="stack gap-4",
    )


def _group(legend: Child, *content: Child) -> rx.Component:
    return rx.el.fieldset(
        rx.el.legend(legend), rx.el.div(*content, class_name="stack gap-4"), class_name="group"
    )


def _pair(*fields: rx.Component) -> rx.Component:
    return rx.el.div(*fields, class_name="class-pair")


def _choice(label: Item, name: str, options: Item, value: Item, *, none: Item) -> rx.Component:
    return select(
        label,
        rx.fragment(
            rx.el.option(none, value=""),
            rx.foreach(options, _option),
        ),
        name=name,
        required=False,
        default_value=value,
    )


def _option(one: Item) -> rx.Component:
    return rx.el.option(one.title, value=one.id)


def _time(label: Item, name: str, value: Item) -> rx.Component:
    return field(label, name=name, type="datetime-local", required=False, default_value=value)


def _number(
    label: Item, name: str, value: Item, *, least: int = 0, most: int, step: str = "any"
) -> rx.Component:
    return field(
        label,
        name=name,
        type="number",
        min=least,
        max=most,
        step=step,
        default_value=value.to(str),
    )
