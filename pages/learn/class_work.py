"""/classes/[classroom_id]/mine: a learner's work and grades in one class."""

import reflex as rx

from components.grading.why import percent, shown_figure, why
from components.ui.breadcrumb import breadcrumb
from components.ui.card import rows
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, stack
from components.ui.missing import when_loaded
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.community.announcements import announcements_to_me
from pages.frame import framed
from state.gradebook.mine import MyGradesState


def class_work() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _class_work(),
                is_loaded=MyGradesState.is_loaded,
                is_missing=MyGradesState.is_missing,
                code="class.not_found",
                back=(t("navigation.home"), "/"),
            )
        )
    )


def _class_work() -> rx.Component:
    return rx.fragment(
        page_head(
            t("my_work.title"),
            above=breadcrumb((t("navigation.home"), "/"), (MyGradesState.name, None)),
        ),
        stack(
            announcements_to_me(),
            rx.el.p(
                rx.el.a(
                    t("my_work.questions"),
                    href=f"/classes/{MyGradesState.classroom_id}/discussion",
                )
            ),
            section(
                t("assignments.title"),
                rx.cond(
                    MyGradesState.assignments.length() > 0,
                    rows(rx.foreach(MyGradesState.assignments, _assignment)),
                    empty_state(t("my_work.empty")),
                ),
                id="assignments",
            ),
            rx.cond(
                MyGradesState.exams.length() > 0,
                section(t("exams.title"), rows(rx.foreach(MyGradesState.exams, _exam)), id="tests"),
            ),
            section(
                t("my_work.grades"),
                rx.cond(
                    MyGradesState.lines.length() > 0,
                    _grades(),
                    empty_state(t("my_work.no_grades")),
                ),
                id="grades",
            ),
            gap=6,
        ),
    )


def _assignment(assignment: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(assignment.title, href=f"/assignments/{assignment.id}"),
        rx.el.span(
            t_in("my_standing", assignment.standing),
            rx.cond(
                assignment.due_at != "",
                rx.fragment(" · ", t("assignment.due"), " ", when(assignment.due_at, "moment")),
            ),
            class_name="meta",
        ),
        class_name="row spread work-row",
    )


def _exam(exam: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(exam.title, href="/tests/" + id_of(exam)),
        rx.el.span(
            t_in("my_exam_standing", exam.standing),
            rx.cond(
                exam.closes_at,
                rx.fragment(" · ", t("exam.closes"), " ", when(exam.closes_at, "moment")),
            ),
            class_name="meta",
        ),
        class_name="row spread work-row",
    )


def _grades() -> rx.Component:
    return rx.el.div(
        rx.el.p(
            rx.cond(MyGradesState.is_supposed, t("my_work.would_be"), t("my_work.is")),
            " ",
            percent(MyGradesState),
            class_name="verdict",
            role="status",
        ),
        table(
            [
                Column(t("gradebook.column")),
                Column(t("assignment.points"), numeric=True),
                Column(t("my_work.why")),
                Column(t("my_work.what_if")),
            ],
            rx.foreach(MyGradesState.lines, _line),
            label=t("my_work.grades"),
        ),
        show_rows(rx.foreach(MyGradesState.reasons, why), words=t("my_work.how")),
        class_name="stack gap-4",
    )


def _line(line: Item) -> rx.Component:
    return row(
        row_head(line.title),
        cell(
            shown_figure(line.figure),
            " ",
            rx.el.span(t("gradebook.out_of", points=line.possible), class_name="meta"),
            label=t("assignment.points"),
            numeric=True,
        ),
        cell(why(line.reason), label=t("my_work.why")),
        cell(
            rx.el.input(
                input_mode="decimal",
                auto_complete="off",
                aria_label=t("my_work.suppose", title=line.title),
                on_change=MyGradesState.suppose(line.item_id).debounce(300),
                class_name="input num what-if",
            ),
            label=t("my_work.what_if"),
        ),
    )
