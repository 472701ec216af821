"""/assignments/[assignment_id]/grade: the work of a class, marked without a mouse."""

import reflex as rx

from components.grading.deck import deck_panel, deck_queue
from components.grading.files import file_preview
from components.ui.autosave import autosave_answer
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.empty import empty_state
from components.ui.layout import page, page_head
from components.ui.missing import when_loaded
from components.ui.saving import save_state
from components.ui.values import Item, first_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.mark_form import mark_form
from state.assignments.grading import GradingState


def grading() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _grading(),
                is_loaded=GradingState.is_loaded,
                is_missing=GradingState.is_missing,
                code="assignment.not_found",
                back=(t("classes.title"), "/classes"),
            ),
            width="wide",
        )
    )


def _grading() -> rx.Component:
    room = f"/classes/{GradingState.classroom_id}"
    return rx.fragment(
        page_head(
            GradingState.title,
            above=breadcrumb(
                (GradingState.class_name, room),
                (t("assignments.title"), f"{room}/assignments"),
                (GradingState.title, None),
            ),
            lead=rx.cond(
                GradingState.is_second,
                t("moderation.blind"),
                t(
                    "grading.progress",
                    marked=GradingState.marked,
                    handedIn=GradingState.handed_in,
                    learners=GradingState.queue.length(),
                ),
            ),
            actions=[save_state(), _peers(), _second_marks(), _release()],
        ),
        rx.cond(
            GradingState.queue.length() > 0,
            rx.el.div(
                autosave_answer(
                    answered=GradingState.answered,
                    at=GradingState.saved_at,
                    problem=GradingState.problem,
                ),
                deck_queue(
                    t("grading.queue"),
                    deck=GradingState.assignment_id,
                    rows=GradingState.queue,
                    start=GradingState.start,
                ),
                rx.el.div(rx.foreach(GradingState.works, _desk)),
                class_name="grading",
            ),
            empty_state(
                rx.cond(GradingState.is_second, t("moderation.nothing"), t("grading.nobody"))
            ),
        ),
    )


def _peers() -> rx.Component:
    return rx.cond(
        GradingState.has_peers,
        link_button(
            t("peers.title"),
            href=f"/assignments/{GradingState.assignment_id}/peers",
            icon="users",
        ),
    )


def _second_marks() -> rx.Component:
    return rx.cond(
        GradingState.has_second,
        link_button(
            t("moderation.title"),
            href=f"/assignments/{GradingState.assignment_id}/moderation",
            icon="git-compare",
        ),
    )


def _release() -> rx.Component:
    return rx.cond(
        GradingState.is_second,
        rx.fragment(),
        button(
            t("grading.release", n=GradingState.to_release),
            on_click=GradingState.release,
            kind="primary",
            disabled=GradingState.to_release == 0,
        ),
    )


def _desk(desk: Item, at: Item) -> rx.Component:
    work: Item = desk.work
    return deck_panel(
        rx.el.section(
            rx.el.h2(
                first_of(desk.name, t("grading.anonymous", n=desk.number)),
                id="learner-" + desk.number.to(str),
                tab_index=-1,
            ),
            rx.cond(work.id != "", _work(work), rx.el.p(t("grading.nothing"), class_name="soft")),
            class_name="grading-work",
            aria_labelledby="learner-" + desk.number.to(str),
        ),
        rx.cond(
            work.id != "",
            rx.cond(
                desk.held == "",
                mark_form(work),
                callout(rx.el.p(t_in("grading_held", desk.held))),
            ),
        ),
        at=at,
        key=text(work.id) + desk.number.to(str),
    )


def _work(work: Item) -> rx.Component:
    return rx.el.article(
        rx.el.p(
            t("submission.attempt", attempt=work.attempt),
            " · ",
            when(work.submitted_at, "moment"),
            rx.cond(
                work.days_late > 0,
                rx.fragment(" · ", t("submission.days_late", n=work.days_late)),
            ),
            class_name="meta",
        ),
        rx.cond(work.text != "", rx.el.p(work.text, class_name="said")),
        rx.foreach(work.said, _said),
        rx.foreach(work.files, file_preview),
        class_name="stack gap-4",
    )


def _said(said: Item) -> rx.Component:
    return rx.el.div(rx.el.h3(said.title), rx.el.p(said.text, class_name="said"))
