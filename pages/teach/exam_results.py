"""/tests/[exam_id]/results: who is taking a test, what waits for a person, and what came of it."""

import reflex as rx

from components.grading.files import file_preview
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import empty_state, obstacle
from components.ui.field import field, text_area
from components.ui.form_keys import form_keys
from components.ui.layout import page, page_head, soft
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.tabs import Tab, tabs
from components.ui.values import Item, first_of, id_of, one_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.exams.results import ResultsState


def exam_results() -> rx.Component:
    return framed(
        page(
            rx.cond(
                ResultsState.exam,
                _loaded(),
                rx.cond(ResultsState.is_missing, exam_missing(), skeleton(8)),
            ),
            width="wide",
        )
    )


def exam_missing() -> rx.Component:
    return obstacle(
        t("error.exam_not_found"),
        t("error.exam_not_found_hint"),
        mark="search",
        actions=[link_button(t("classes.title"), href="/classes", kind="primary")],
    )


def exam_trail(exam: Item) -> rx.Component:
    home = "/classes/" + id_of(exam, "classroom_id")
    return breadcrumb(
        (exam.class_name, home), (t("exams.title"), home + "/tests"), (exam.title, None)
    )


def _loaded() -> rx.Component:
    exam: Item = ResultsState.exam
    here = "/tests/" + id_of(exam)
    return rx.fragment(
        page_head(
            exam.title,
            above=exam_trail(exam),
            lead=t("exam_form.sum", n=exam.questions, points=exam.points),
            actions=[
                rx.cond(
                    exam.published_at,
                    rx.cond(
                        ResultsState.to_release > 0,
                        button(
                            t("exam.release", n=ResultsState.to_release),
                            on_click=ResultsState.release,
                            kind="primary",
                        ),
                    ),
                    button(t("exam.publish"), on_click=ResultsState.publish, kind="primary"),
                ),
                link_button(t("exam.statistics"), href=here + "/statistics", icon="activity"),
                link_button(t("exam.edit"), href=here + "/edit", icon="pencil"),
                button(t("exam.delete"), on_click=ResultsState.delete, kind="quiet"),
            ],
        ),
        tabs(
            t("exam.parts"),
            Tab("takers", t("exam.learners"), _takers()),
            Tab("marking", t("exam.by_hand", n=ResultsState.to_mark), _marking()),
        ),
    )


def _takers() -> rx.Component:
    return rx.cond(
        ResultsState.takers.length() > 0,
        table(
            [
                Column(t("exams.learner")),
                Column(t("exam.state")),
                Column(t("exam.answered"), numeric=True),
                Column(t("exam.until")),
                Column(t("exam.mark"), numeric=True),
            ],
            rx.foreach(ResultsState.takers, _taker),
            label=t("exam.learners"),
        ),
        empty_state(t("exams.no_learners")),
    )


def _taker(one: Item) -> rx.Component:
    return row(
        row_head(
            one.name,
            rx.cond(one.is_extended, rx.fragment(" ", badge(t("exam.more_time"), icon="clock"))),
        ),
        cell(_state(one), label=t("exam.state")),
        cell(
            rx.cond(one.attempt_id, t("exams.of", n=one.answered, of=one.questions), "–"),
            label=t("exam.answered"),
            numeric=True,
        ),
        cell(
            rx.cond(
                one.state == "open",
                rx.cond(one.ends_at, when(one.ends_at, "clock"), t("exams.never")),
                rx.cond(one.submitted_at, when(one.submitted_at, "moment"), "–"),
            ),
            label=t("exam.until"),
        ),
        cell(
            first_of(one.mark, "–"),
            rx.cond(
                (one.mark != "") & ~one.is_released,
                rx.fragment(" ", badge(t("exam.not_released"), icon="lock")),
            ),
            label=t("exam.mark"),
            numeric=True,
        ),
    )


def _state(one: Item) -> rx.Component:
    return one_of(
        one.state,
        (
            "open",
            rx.cond(
                one.is_on_break,
                badge(t("exam.rests"), tone="warn", icon="pause"),
                badge(t("exam.takes"), tone="blue", icon="circle-dot"),
            ),
        ),
        ("waiting", badge(t("exam.waits"), tone="warn", icon="pencil")),
        (
            "marked",
            rx.cond(
                one.is_automatic,
                badge(t("exam.by_clock"), tone="ok", icon="clock"),
                badge(t("exam.handed_in"), tone="ok", icon="check"),
            ),
        ),
        badge(t("exam.not_begun")),
    )


def _marking() -> rx.Component:
    return rx.cond(
        ResultsState.answer,
        _answer(),
        empty_state(t("exam.nothing_by_hand")),
    )


def _answer() -> rx.Component:
    one: Item = ResultsState.answer
    asked: Item = one.question
    place = ResultsState.at
    return rx.el.div(
        rx.el.div(
            button(
                t("pages.previous"),
                on_click=ResultsState.go(place - 1),
                disabled=place == 0,
                size="sm",
            ),
            rx.el.span(
                t("exam.answer_of", n=place + 1, of=ResultsState.answers.length()),
                role="status",
            ),
            button(
                t("pages.next"),
                on_click=ResultsState.go(place + 1),
                disabled=place + 1 >= ResultsState.answers.length(),
                size="sm",
            ),
            class_name="row",
        ),
        rx.el.h2(one.name),
        rx.el.div(
            rx.html(asked.stem_html, class_name="exam-stem"),
            rx.cond(
                one.marking_notes != "",
                rx.el.p(rx.el.span(t("exam.notes"), class_name="label"), " ", one.marking_notes),
            ),
            rx.cond(one.problem != "", soft(t("exam.not_read_teacher"))),
            rx.cond(
                asked.type == "file",
                rx.foreach(ResultsState.files, file_preview),
                rx.fragment(
                    rx.el.blockquote(one.text, class_name="exam-answer"),
                    soft(t("question.word_count", n=one.words)),
                ),
            ),
            class_name="stack gap-3",
        ),
        rx.el.form(
            form_keys(),
            field(
                t("exam.points_up_to", most=one.most),
                name="points",
                type="number",
                min=0,
                max=one.most,
                step="any",
                required=False,
                default_value=one.points,
                auto_focus=True,
            ),
            text_area(t("exam.comment"), name="comment", required=False, default_value=one.comment),
            rx.el.div(
                button(t("exam.save_next"), type="submit", kind="primary"),
                rx.el.span(t("exam.save_keys"), class_name="hint"),
                class_name="form-actions",
            ),
            on_submit=ResultsState.mark,
            key=id_of(one, "attempt_id") + one.slot.to(str),
            class_name="stack gap-4",
        ),
        class_name="stack gap-4 wrap-narrow",
    )
