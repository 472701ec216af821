"""/studio/[course_id]/insight: what the work of all its learners tells a course's authors."""

import reflex as rx

from components.insights.charts import figure, objectives_table, parts_bar, question_cells
from components.ui.breadcrumb import breadcrumb
from components.ui.button import link_button
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, soft
from components.ui.missing import when_loaded
from components.ui.stat import stat, stats
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of
from components.ui.words import t
from pages.frame import framed
from state.insights.course import CourseInsightState


def course_insight() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _course_insight(),
                is_loaded=CourseInsightState.is_loaded,
                is_missing=CourseInsightState.is_missing,
                code="course.not_found",
                back=(t("studio.title"), "/studio"),
            ),
            width="wide",
        )
    )


def _course_insight() -> rx.Component:
    state = CourseInsightState
    studio = f"/studio/{state.course_id}"
    return rx.fragment(
        page_head(
            t("insight.title"),
            above=breadcrumb(
                (t("studio.title"), "/studio"), (state.title, studio), (t("insight.title"), None)
            ),
            lead=t("insight.course_lead"),
            actions=[link_button(t("bank.title"), href=f"{studio}/questions")],
        ),
        rx.cond(
            state.learners.n > 0,
            rx.el.div(
                stats(
                    stat(
                        t("insight.learners"),
                        figure(state.learners),
                        unit=t("insight.in_classes", n=state.classes),
                    ),
                    stat(t("insight.active"), figure(state.active)),
                ),
                _lessons(),
                section(
                    t("insight.objectives"),
                    soft(t("insight.objectives_lead")),
                    rx.cond(
                        state.objectives.length() > 0,
                        objectives_table(state.objectives),
                        empty_state(t("insight.no_objectives")),
                    ),
                    id="objectives",
                ),
                section(
                    t("insight.hard"),
                    soft(t("insight.hard_lead")),
                    rx.cond(
                        state.questions.length() > 0,
                        _questions(),
                        empty_state(t("insight.no_questions")),
                    ),
                    id="questions",
                ),
                class_name="stack gap-7",
            ),
            empty_state(t("insight.no_learners")),
        ),
    )


def _lessons() -> rx.Component:
    return section(
        t("insight.lessons"),
        soft(t("insight.lessons_lead")),
        table(
            [
                Column(t("insight.lesson")),
                Column("", hidden=True),
                Column(t("insight.opened"), numeric=True),
                Column(t("insight.done"), numeric=True),
                Column(t("insight.stopped"), numeric=True),
            ],
            rx.foreach(CourseInsightState.lessons, _lesson),
            label=t("insight.lessons"),
        ),
        id="lessons",
    )


def _lesson(one: Item) -> rx.Component:
    return row(
        row_head(one.name, rx.el.p(one.module, class_name="meta")),
        cell(parts_bar(one.done_percent, one.opened_percent - one.done_percent)),
        cell(figure(one.opened), label=t("insight.opened"), numeric=True),
        cell(figure(one.done), label=t("insight.done"), numeric=True),
        cell(figure(one.stopped), label=t("insight.stopped"), numeric=True),
    )


def _questions() -> rx.Component:
    return table(
        [
            Column(t("insight.question")),
            Column(t("insight.right"), numeric=True),
            Column(t("insight.right_answers")),
            Column(t("exam_statistics.discrimination"), numeric=True),
        ],
        rx.foreach(CourseInsightState.questions, _question),
        label=t("insight.hard"),
    )


def _question(one: Item) -> rx.Component:
    return row(
        *question_cells(one),
        cell(
            first_of(one.discrimination, "–"),
            label=t("exam_statistics.discrimination"),
            numeric=True,
        ),
    )
