"""/assignments/[assignment_id]: the task, what a learner writes and adds, and what came of it."""

import reflex as rx

from components.grading.files import file_line, file_preview
from components.grading.rubric import rubric
from components.lesson.html import html
from components.ui.autosave import autosave, autosave_answer
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.copy import copy_button
from components.ui.layout import hidden, page, page_head, section, split, stack
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.saving import save_state
from components.ui.uploader import uploader
from components.ui.values import Item, number, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.assignments.mine import MyAssignmentState


def assignment() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _assignment(),
                is_loaded=MyAssignmentState.is_loaded,
                is_missing=MyAssignmentState.is_missing,
                code="assignment.not_found",
                back=(t("navigation.home"), "/"),
            )
        )
    )


def _assignment() -> rx.Component:
    mine = f"/classes/{MyAssignmentState.classroom_id}/mine"
    return rx.fragment(
        page_head(
            MyAssignmentState.title,
            above=breadcrumb((MyAssignmentState.class_name, mine), (MyAssignmentState.title, None)),
        ),
        split(
            stack(
                section(
                    t("submission.task"),
                    html("div", MyAssignmentState.instructions_html, class_name="prose-ui"),
                    id="task",
                ),
                _standing(),
                rx.cond(MyAssignmentState.standing == "open", _desk()),
                rx.cond(MyAssignmentState.has_reviews, _to_reviews()),
                rx.foreach(MyAssignmentState.submitted, _handed_in),
                rx.cond(MyAssignmentState.received.length() > 0, _received()),
                gap=6,
            ),
            _facts(),
        ),
    )


def _standing() -> rx.Component:
    """Why nothing can be handed in, when it cannot."""
    standing = MyAssignmentState.standing
    return rx.cond(
        standing != "open",
        callout(
            rx.el.p(
                t_in("submission_standing", standing),
                rx.cond(
                    standing == "soon",
                    rx.fragment(" ", when(MyAssignmentState.opens_at, "moment")),
                ),
            )
        ),
    )


def _desk() -> rx.Component:
    return rx.el.form(
        autosave(shelf=MyAssignmentState.shelf, on_save=MyAssignmentState.save),
        autosave_answer(
            answered=MyAssignmentState.answered,
            at=MyAssignmentState.saved_at,
            problem=MyAssignmentState.problem,
        ),
        rx.el.input(type="hidden", name="attempt", value=number(MyAssignmentState.attempt).to(str)),
        line(
            rx.el.h2(t("submission.yours", attempt=MyAssignmentState.attempt), id="desk-title"),
            save_state(),
            spread=True,
        ),
        rx.cond(MyAssignmentState.form == "reflection", _reflections()),
        rx.cond(MyAssignmentState.allows_text, _text()),
        rx.cond(MyAssignmentState.allows_files, _files()),
        line(
            button(t("submission.hand_in"), type="submit", kind="primary", icon="send"),
            rx.el.span(
                t("submission.left_after", n=MyAssignmentState.attempts_left - 1),
                class_name="hint",
            ),
        ),
        on_submit=MyAssignmentState.hand_in,
        reset_on_submit=False,
        key=text(MyAssignmentState.shelf),
        class_name="stack gap-4",
        aria_labelledby="desk-title",
    )


def _reflections() -> rx.Component:
    def one(question: Item, at: Item) -> rx.Component:
        return _reflection(question, MyAssignmentState.said[at])

    return rx.foreach(MyAssignmentState.criteria, one)


def _reflection(question: Item, said: Item) -> rx.Component:
    place = "reflection-" + question.id.to(str)
    return rx.el.div(
        rx.el.label(question.title, html_for=place),
        rx.el.textarea(
            id=place,
            name=place,
            rows=4,
            default_value=said.text,
            class_name="input input-read",
        ),
        rx.cond(question.description != "", rx.el.p(question.description, class_name="hint")),
        class_name="field",
    )


def _text() -> rx.Component:
    return rx.el.div(
        rx.el.label(t("submission.text"), html_for="submission-text"),
        rx.el.textarea(
            id="submission-text",
            name="text",
            rows=10,
            max_length=200_000,
            default_value=MyAssignmentState.text,
            class_name="input input-read",
        ),
        rx.el.p(t("submission.words", n=MyAssignmentState.words), class_name="hint"),
        class_name="field",
    )


def _files() -> rx.Component:
    return rx.el.div(
        uploader(
            url=f"/api/v1/assignments/{MyAssignmentState.assignment_id}/files",
            accept="",
            max_megabytes=MyAssignmentState.megabytes_most,
            label=t("submission.add_files"),
            hint=t(
                "submission.file_limits",
                most=MyAssignmentState.files_most,
                megabytes=MyAssignmentState.megabytes_most,
            ),
            lets=True,
            on_change=MyAssignmentState.files_came,
        ),
        rx.foreach(MyAssignmentState.files, _file),
        class_name="stack gap-3",
    )


def _file(file: Item) -> rx.Component:
    return file_line(
        file,
        button(
            t("submission.take_out"),
            hidden(" ", file.filename),
            on_click=MyAssignmentState.take_out(file.id),
            size="sm",
        ),
    )


def _handed_in(work: Item) -> rx.Component:
    title = "attempt-" + work.attempt.to(str)
    return rx.el.section(
        rx.el.h2(t("submission.attempt", attempt=work.attempt), id=title),
        rx.el.p(
            t("submission.handed_in"),
            " ",
            when(work.submitted_at, "moment"),
            rx.cond(
                work.days_late > 0,
                rx.fragment(" · ", t("submission.days_late", n=work.days_late)),
            ),
            class_name="meta",
        ),
        line(
            rx.el.span(t("submission.receipt"), class_name="meta"),
            rx.el.code(work.receipt, class_name="receipt"),
            copy_button(work.receipt),
        ),
        rx.cond(
            work.has_mark,
            _mark(work),
            rx.el.p(t("submission.not_marked"), class_name="soft"),
        ),
        rx.cond(work.text != "", rx.el.p(work.text, class_name="said")),
        rx.foreach(work.said, _said),
        rx.foreach(work.files, file_preview),
        aria_labelledby=title,
        class_name="handed stack gap-3",
    )


def _said(said: Item) -> rx.Component:
    return rx.el.div(rx.el.h3(said.title), rx.el.p(said.text, class_name="said"))


def _to_reviews() -> rx.Component:
    return callout(
        rx.el.p(t("reviews.waiting")),
        link_button(
            t("reviews.title"), href=f"/assignments/{MyAssignmentState.assignment_id}/reviews"
        ),
    )


def _received() -> rx.Component:
    return section(
        t("reviews.received"),
        rx.el.ul(rx.foreach(MyAssignmentState.received, _remark), class_name="rows"),
        id="received",
    )


def _remark(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.p(t("grading.sum", points=one.points, possible=MyAssignmentState.points)),
        rx.cond(one.comment != "", rx.el.p(one.comment, class_name="remark")),
        class_name="stack gap-2 review-row",
    )


def _mark(work: Item) -> rx.Component:
    return rx.el.div(
        rx.el.p(
            t("submission.mark", points=work.points, possible=MyAssignmentState.points),
            class_name="verdict",
        ),
        rx.cond(work.comment != "", rx.el.p(work.comment, class_name="remark")),
        rx.cond(work.criteria.length() > 0, rubric(work.criteria)),
        class_name="stack gap-3",
    )


def _facts() -> rx.Component:
    return rx.el.aside(
        rx.el.dl(
            rx.el.dt(t("assignment.due")),
            rx.el.dd(
                rx.cond(
                    MyAssignmentState.due_at != "",
                    when(MyAssignmentState.due_at, "moment"),
                    t("assignment.no_due"),
                )
            ),
            rx.cond(
                MyAssignmentState.closes_at != "",
                rx.fragment(
                    rx.el.dt(t("assignment.closes")),
                    rx.el.dd(when(MyAssignmentState.closes_at, "moment")),
                ),
            ),
            rx.el.dt(t("assignment.points")),
            rx.el.dd(MyAssignmentState.points),
            rx.el.dt(t("submission.attempts_left")),
            rx.el.dd(
                t(
                    "submission.attempts_of",
                    left=MyAssignmentState.attempts_left,
                    all=MyAssignmentState.attempts,
                )
            ),
            class_name="facts",
        ),
        rx.cond(
            MyAssignmentState.late_percent != "0",
            rx.el.p(
                t(
                    "submission.late_rule",
                    percent=MyAssignmentState.late_percent,
                    most=MyAssignmentState.late_most,
                ),
                class_name="hint",
            ),
        ),
        rx.cond(MyAssignmentState.is_excused, rx.el.p(t("submission.excused"), class_name="soft")),
        rx.cond(
            MyAssignmentState.extension_reason != "",
            rx.el.p(
                t("submission.extended", reason=MyAssignmentState.extension_reason),
                class_name="hint",
            ),
        ),
        rx.cond(
            MyAssignmentState.criteria.length() > 0,
            section(
                t_in("marking_form", MyAssignmentState.form),
                rubric(MyAssignmentState.criteria),
                id="rubric",
            ),
        ),
        class_name="stack gap-4",
    )
