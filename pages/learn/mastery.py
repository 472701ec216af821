"""What its learner has shown of the objectives of a course, and the answers that say so."""

import reflex as rx

from components.insights.charts import mastery_badge
from components.ui.button import button
from components.ui.card import rows
from components.ui.dialog import dialog
from components.ui.layout import meta, section, soft
from components.ui.values import Item, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from state.courses.course_page import CoursePageState


def objectives_section() -> rx.Component:
    """For everybody what the course leads to; for its learner also how far that is."""
    return section(
        t("course.objectives"),
        rx.cond(CoursePageState.has_standings, soft(t("objective.lead"))),
        rx.el.ul(rx.foreach(CoursePageState.objectives, _objective), class_name="objectives"),
        _evidence(),
        id="objectives",
    )


def _objective(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.span(one.text),
            rx.cond(one.mastery != "", _standing(one)),
            class_name="stack gap-1",
        ),
        rx.el.span(t_in("bloom", one.bloom), class_name="meta"),
    )


def _standing(one: Item) -> rx.Component:
    return rx.cond(
        one.answers > 0,
        rx.el.div(
            mastery_badge(one, "my_mastery"),
            button(
                one_of(
                    one.mastery,
                    ("too_few", t("objective.answers", n=one.answers)),
                    t("objective.between", low=one.low, high=one.high, n=one.answers),
                ),
                on_click=CoursePageState.show_evidence(one.id),
                kind="quiet",
                size="sm",
            ),
            class_name="objective-standing",
        ),
        meta(t("objective.not_asked")),
    )


def _evidence() -> rx.Component:
    return dialog(
        t("objective.evidence"),
        rx.el.p(CoursePageState.evidence_of, class_name="soft"),
        rows(rx.foreach(CoursePageState.evidence, _answer)),
        rx.el.p(t("objective.model"), class_name="hint"),
        open=CoursePageState.is_evidence_open,
        on_close=CoursePageState.hide_evidence,
        wide=True,
    )


def _answer(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(one.stem),
            rx.el.p(
                t_in("evidence_kind", one.kind), ", ", when(one.at, "moment"), class_name="meta"
            ),
        ),
        rx.el.span(t("objective.earned", percent=one.percent), class_name="meta"),
        class_name="row spread card-row",
    )
