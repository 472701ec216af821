"""Beside the open lesson: what a learner needs to complete the course."""

import reflex as rx

from components.ui.button import button, link_button
from components.ui.field import field
from components.ui.values import Item, id_of
from components.ui.words import t
from state.courses.about import AboutState
from state.courses.editor import EditorState


def completion() -> rx.Component:
    course: Item = EditorState.course
    return rx.el.section(
        rx.el.h2(t("completion.title")),
        rx.el.p(t("completion.lessons", n=EditorState.required_count), class_name="soft"),
        rx.cond(
            course,
            rx.el.form(
                field(
                    t("completion.quiz_percent"),
                    name="quiz_percent",
                    type="number",
                    min=0,
                    max=100,
                    default_value=course.quiz_percent.to(str),
                    hint=t("completion.quiz_percent_hint"),
                ),
                button(t("completion.save"), type="submit", size="sm"),
                on_submit=AboutState.save_completion,
                reset_on_submit=False,
                key=course.quiz_percent.to(str),
                class_name="stack gap-3",
            ),
        ),
        rx.cond(
            course,
            link_button(
                t("certificate.of_course"),
                href="/studio/" + id_of(course) + "/certificate",
                size="sm",
                kind="quiet",
            ),
        ),
    )
