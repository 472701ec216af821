"""/classes/[classroom_id]/insight: what the work of a class tells its teachers."""

import reflex as rx

from alp_app.services.insights import attention
from components.insights.charts import (
    figure,
    objectives_table,
    parts_bar,
    question_cells,
    week_bars,
)
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import link_button
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, soft
from components.ui.missing import when_loaded
from components.ui.stat import stat, stats
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, one_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.class_nav import class_nav
from state.insights.room import ClassInsightState


def class_insight() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _class_insight(),
                is_loaded=ClassInsightState.is_loaded,
                is_missing=ClassInsightState.is_missing,
                code="class.not_found",
                back=(t("classes.title"), "/classes"),
            )
        )
    )


def _class_insight() -> rx.Component:
    state = ClassInsightState
    return rx.fragment(
        page_head(
            t("insight.title"),
            above=breadcrumb(
                (t("classes.title"), "/classes"),
                (state.name, f"/classes/{state.classroom_id}"),
                (t("insight.title"), None),
            ),
            lead=rx.fragment(t("insight.class_lead"), " ", when(state.as_of, "moment")),
            actions=[
                link_button(
                    t("insight.download"),
                    href=f"/api/v1/classes/{state.classroom_id}/insight.csv",
                    native=True,
                    icon="download",
                ),
            ],
        ),
        class_nav(state.classroom_id, "insight"),
        rx.cond(
            state.learners.n > 0,
            rx.el.div(
                stats(
                    stat(t("insight.learners"), figure(state.learners)),
                    stat(t("insight.active"), figure(state.active)),
                    stat(t("insight.quiet"), figure(state.quiet)),
                    stat(t("insight.never"), figure(state.never)),
                    stat(
                        t("insight.missing"),
                        figure(state.missing),
                        unit=rx.fragment(t("insight.of"), " ", figure(state.due)),
                    ),
                ),
                _attention(),
                section(
                    t("insight.activity"),
                    soft(t("insight.activity_lead")),
                    week_bars(state.weeks, label=t("insight.activity"), unit=t("insight.learners")),
                    id="activity",
                ),
                _modules(),
                _objectives(),
                _questions(),
                class_name="stack gap-7",
            ),
            empty_state(t("insight.nobody")),
        ),
    )


def _attention() -> rx.Component:
    state = ClassInsightState
    return section(
        t("insight.attention"),
        rx.cond(
            state.noticed.length() > 0,
            rx.el.ul(rx.foreach(state.noticed, _standing), class_name="standings"),
            empty_state(t("insight.nothing_stands_out")),
        ),
        rx.cond(
            (state.noticed.length() > 0) & (state.others.length() > 0),
            show_rows(
                rx.el.ul(
                    rx.foreach(state.others, _name),
                    class_name="names",
                ),
                words=t("insight.others", n=state.others.length()),
            ),
        ),
        judging(),
        id="attention",
    )


def _name(one: Item) -> rx.Component:
    return rx.el.li(rx.el.a(one.name, href=one.href))


def _standing(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(rx.el.h3(rx.el.a(one.name, href=one.href)), attention_badge(one)),
        evidence(one),
    )


def attention_badge(one: Item) -> rx.Component:
    words = t_in("attention", one.attention)
    return one_of(
        one.attention,
        ("likely", badge(words, tone="bad", icon="circle-alert")),
        ("possible", badge(words, tone="warn", icon="circle-dot")),
        badge(words),
    )


def evidence(one: Item) -> rx.Component:
    """What it rests on; each sentence opens its rows."""
    return rx.cond(
        one.evidence.length() > 0,
        rx.el.ul(
            rx.foreach(one.evidence, _sentence),
            class_name="evidence",
        ),
        soft(t_in("attention_why", one.attention)),
    )


def _sentence(each: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            t(text(each.key), facts=each.facts),
            rx.cond(each.at != "", rx.fragment(" ", when(each.at, "day"))),
            href=each.href,
            class_name="figure-link",
        )
    )


def judging() -> rx.Component:
    """The rules, with their numbers."""
    return show_rows(
        rx.el.ul(
            rx.el.li(
                t(
                    "insight.rule_quiet",
                    weak=attention.QUIET_DAYS,
                    strong=attention.LONG_QUIET_DAYS,
                )
            ),
            rx.el.li(t("insight.rule_missing", n=attention.MISSING_STRONG)),
            rx.el.li(t("insight.rule_answers", percent=round(attention.LOW_SHARE * 100))),
            rx.el.li(t("insight.rule_behind", n=attention.BEHIND_FROM)),
            rx.el.li(t("insight.rule_level")),
            rx.el.li(t("insight.rule_new", days=attention.SETTLING_DAYS)),
            class_name="rules",
        ),
        words=t("insight.judged"),
    )


def _modules() -> rx.Component:
    state = ClassInsightState
    return section(
        t("insight.progress"),
        rx.cond(
            state.modules.length() > 0,
            table(
                [
                    Column(t("insight.module")),
                    Column("", hidden=True),
                    Column(t("insight.done"), numeric=True),
                    Column(t("insight.begun"), numeric=True),
                    Column(t("insight.not_begun"), numeric=True),
                ],
                rx.foreach(state.modules, _module),
                label=t("insight.progress"),
            ),
            empty_state(t("insight.no_modules")),
        ),
        id="progress",
    )


def _module(one: Item) -> rx.Component:
    return row(
        row_head(one.name),
        cell(parts_bar(one.done_percent, one.begun_percent)),
        cell(figure(one.done), label=t("insight.done"), numeric=True),
        cell(figure(one.begun), label=t("insight.begun"), numeric=True),
        cell(figure(one.not_begun), label=t("insight.not_begun"), numeric=True),
    )


def _objectives() -> rx.Component:
    return section(
        t("insight.objectives"),
        soft(t("insight.objectives_lead")),
        rx.cond(
            ClassInsightState.objectives.length() > 0,
            objectives_table(ClassInsightState.objectives),
            empty_state(t("insight.no_objectives")),
        ),
        id="objectives",
    )


def _questions() -> rx.Component:
    state = ClassInsightState
    return section(
        t("insight.hard"),
        soft(t("insight.hard_lead")),
        rx.cond(
            state.questions.length() > 0,
            _questions_table(),
            empty_state(t("insight.no_questions")),
        ),
        rx.cond(
            state.unsure_questions > 0,
            soft(t("insight.unsure_questions", n=state.unsure_questions)),
        ),
        id="questions",
    )


def _questions_table() -> rx.Component:
    return table(
        [
            Column(t("insight.question")),
            Column(t("insight.right"), numeric=True),
            Column(t("insight.right_answers")),
            Column(t("insight.closer"), hidden=True),
        ],
        rx.foreach(ClassInsightState.questions, _question),
        label=t("insight.hard"),
    )


def _question(one: Item) -> rx.Component:
    return row(
        *question_cells(one),
        cell(
            rx.cond(
                one.statistics_href != "",
                rx.el.a(t("insight.statistics"), href=one.statistics_href),
            )
        ),
    )
