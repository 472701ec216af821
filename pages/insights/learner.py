"""The work of one learner: for their teachers with what stands out, for themselves with what to do next."""

import reflex as rx

from components.insights.charts import figure, objectives_table, week_bars
from components.ui.breadcrumb import breadcrumb
from components.ui.button import link_button
from components.ui.card import rows
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, soft
from components.ui.missing import when_loaded
from components.ui.ruler import ruler
from components.ui.stat import stat, stats
from components.ui.values import Item
from components.ui.words import t
from pages.frame import framed
from pages.insights.room import attention_badge, evidence, judging
from state.insights.learner import LearnerInsightState, MyInsightState


def learner_insight() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _for_teachers(),
                is_loaded=LearnerInsightState.is_loaded,
                is_missing=LearnerInsightState.is_missing,
                code="class.member_not_found",
                back=(t("classes.title"), "/classes"),
            )
        )
    )


def my_insight() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _for_me(),
                is_loaded=MyInsightState.is_loaded,
                is_missing=MyInsightState.is_missing,
                code="course.not_found",
                back=(t("navigation.home"), "/"),
            )
        )
    )


def _for_teachers() -> rx.Component:
    state = LearnerInsightState
    room = f"/classes/{state.classroom_id}"
    one: Item = state.standing
    return rx.fragment(
        page_head(
            state.name,
            above=breadcrumb(
                (t("classes.title"), "/classes"),
                (state.class_name, room),
                (t("insight.title"), f"{room}/insight"),
                (state.name, None),
            ),
        ),
        rx.el.div(
            section(
                t("insight.stands_out"),
                rx.el.div(rx.el.p(attention_badge(one)), evidence(one), class_name="stack gap-2"),
                judging(),
                id="attention",
            ),
            _figures(state),
            _activity(state, t("insight.days_lead")),
            _progress(state, t("insight.progress")),
            section(t("insight.objectives"), objectives_table(state.objectives), id="objectives"),
            class_name="stack gap-7",
        ),
    )


def _for_me() -> rx.Component:
    state = MyInsightState
    return rx.fragment(
        page_head(
            t("my_progress.title"),
            above=breadcrumb(
                (t("navigation.home"), "/"),
                (state.course_title, state.course_href),
                (t("my_progress.title"), None),
            ),
            lead=t("my_progress.lead"),
        ),
        rx.el.div(
            _next(),
            _figures(state),
            _activity(state, t("my_progress.days_lead")),
            _progress(state, t("my_progress.modules")),
            section(
                t("my_progress.objectives"),
                soft(t("my_progress.objectives_lead")),
                rx.cond(
                    state.objectives.length() > 0,
                    objectives_table(state.objectives, family="my_mastery"),
                    empty_state(t("my_progress.no_objectives")),
                ),
                id="objectives",
            ),
            class_name="stack gap-7",
        ),
    )


def _next() -> rx.Component:
    state = MyInsightState
    return section(
        t("my_progress.next"),
        rx.cond(
            state.next_href != "",
            rx.el.p(
                link_button(
                    state.next_title, href=state.next_href, kind="primary", icon_after="arrow-right"
                )
            ),
            soft(t("my_progress.all_done")),
        ),
        rx.cond(
            state.repeat.length() > 0,
            rx.fragment(
                rx.el.h3(t("my_progress.repeat")),
                rows(rx.foreach(state.repeat, _repeat)),
            ),
        ),
        id="next",
    )


def _repeat(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(one.title, href=one.href),
        rx.el.a(
            t("my_progress.right_of", right=one.share.right.n, n=one.share.answers.n),
            href=one.share.answers.href,
            class_name="meta figure-link",
        ),
        class_name="row spread work-row",
    )


def _figures(state: Item) -> rx.Component:
    return stats(
        stat(
            t("insight.lessons_done"),
            figure(state.lessons_done),
            unit=t("insight.of_total", n=state.lessons_total),
        ),
        stat(
            t("insight.right_answers"),
            figure(state.right),
            unit=rx.fragment(t("insight.of"), " ", figure(state.answers)),
        ),
        stat(
            t("insight.missing"),
            figure(state.missing),
            unit=rx.fragment(t("insight.of"), " ", figure(state.due)),
        ),
    )


def _activity(state: Item, lead: rx.Var[str]) -> rx.Component:
    return section(
        t("insight.activity"),
        soft(lead),
        week_bars(state.weeks, label=t("insight.activity"), unit=t("insight.days")),
        id="activity",
    )


def _progress(state: Item, title: rx.Var[str]) -> rx.Component:
    return section(
        title,
        rows(rx.foreach(state.modules, _module)),
        id="progress",
    )


def _module(one: Item) -> rx.Component:
    words = t("course.progress", done=one.done.n, total=one.total)
    return rx.el.li(
        rx.el.span(one.name),
        rx.el.div(
            ruler(words, done=one.done.n, total=one.total, small=True),
            rx.el.a(words, href=one.done.href, class_name="meta figure-link"),
            class_name="module-done",
        ),
        class_name="row spread work-row",
    )
