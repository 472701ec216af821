"""/assignments/[assignment_id]/peers: reviews of each work, what they come to, and who owes some."""

import reflex as rx
from reflex.vars import StringVar

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field
from components.ui.layout import meta, page, page_head, section, stack
from components.ui.missing import when_loaded
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, first_of
from components.ui.words import t
from pages.frame import framed
from state.assignments.peers import PeersState


def peers() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _peers(),
                is_loaded=PeersState.is_loaded,
                is_missing=PeersState.is_missing,
                code="assignment.not_found",
                back=(t("classes.title"), "/classes"),
            )
        )
    )


def _peers() -> rx.Component:
    return rx.fragment(
        page_head(
            t("peers.title"),
            above=breadcrumb(
                (PeersState.class_name, f"/classes/{PeersState.classroom_id}"),
                (PeersState.title, f"/assignments/{PeersState.assignment_id}/grade"),
                (t("peers.title"), None),
            ),
            lead=t("peers.lead"),
            actions=[
                rx.cond(
                    PeersState.to_hand_on > 0,
                    button(
                        t("peers.hand_on", n=PeersState.to_hand_on),
                        on_click=PeersState.ask_to_hand_on,
                    ),
                ),
                rx.cond(
                    PeersState.is_open,
                    rx.cond(
                        PeersState.may_count,
                        button(
                            t("peers.use", n=PeersState.to_use),
                            on_click=PeersState.use_marks,
                            kind="primary",
                            disabled=PeersState.to_use == 0,
                        ),
                    ),
                    button(t("peers.open"), on_click=PeersState.open, kind="primary", icon="send"),
                ),
            ],
        ),
        rx.cond(
            PeersState.is_open,
            stack(_work(), _reviewers(), gap=6),
            empty_state(t("peers.not_open")),
        ),
        _more_time(),
    )


def _more_time() -> rx.Component:
    """Reviews that others take over need a later time."""
    return dialog(
        t("peers.hand_on", n=PeersState.to_hand_on),
        rx.el.form(
            rx.el.p(t("peers.hand_on_lead")),
            field(t("peers.until"), name="reviews_due_at", type="datetime-local"),
            rx.el.div(
                button(t("peers.hand_on", n=PeersState.to_hand_on), type="submit", kind="primary"),
                button(t("form.cancel"), on_click=PeersState.leave),
                class_name="form-actions",
            ),
            on_submit=PeersState.hand_on,
            class_name="stack gap-4",
        ),
        open=PeersState.is_asking,
        on_close=PeersState.leave,
    )


def _work() -> rx.Component:
    return section(
        t("peers.work"),
        table(
            [
                Column(t("peers.work")),
                Column(t("peers.came"), numeric=True),
                Column(t("peers.peer_mark"), numeric=True),
                Column(t("peers.mark"), numeric=True),
            ],
            rx.foreach(PeersState.work, _one),
            label=t("peers.work"),
            framed=True,
        ),
        rx.foreach(PeersState.work, _said),
        id="work",
    )


def _one(work: Item) -> rx.Component:
    return row(
        row_head(
            _name(work),
            rx.cond(work.is_calibration, rx.fragment(" ", badge(t("peers.sample"), icon="star"))),
        ),
        cell(
            t("assignments.of", n=work.reviews.length(), all=work.expected),
            rx.cond(work.is_enough, rx.fragment(), meta(t("peers.too_few"))),
            label=t("peers.came"),
            numeric=True,
        ),
        cell(first_of(work.peer_mark, "–"), label=t("peers.peer_mark"), numeric=True),
        cell(first_of(work.mark, "–"), label=t("peers.mark"), numeric=True),
    )


def _said(work: Item) -> rx.Component:
    return rx.cond(
        work.reviews.length() > 0,
        show_rows(
            rx.foreach(work.reviews, _review),
            words=t("peers.what_was_said", name=_name(work)),
        ),
    )


def _review(review: Item) -> rx.Component:
    return rx.el.div(
        meta(t("peers.said", name=review.reviewer, points=review.points, weight=review.weight)),
        rx.cond(review.comment != "", rx.el.p(review.comment, class_name="remark")),
        class_name="stack gap-1 review-row",
    )


def _reviewers() -> rx.Component:
    return section(
        t("peers.reviewers"),
        table(
            [
                Column(t("peers.reviewers")),
                Column(t("peers.owes"), numeric=True),
                Column(t("peers.weight"), numeric=True),
            ],
            rx.foreach(PeersState.reviewers, _reviewer),
            label=t("peers.reviewers"),
            framed=True,
        ),
        id="reviewers",
    )


def _reviewer(reviewer: Item) -> rx.Component:
    return row(
        row_head(
            reviewer.name,
            rx.cond(reviewer.is_gone, rx.fragment(" ", badge(t("peers.gone")))),
        ),
        cell(
            t("assignments.of", n=reviewer.done, all=reviewer.given),
            label=t("peers.owes"),
            numeric=True,
        ),
        cell(reviewer.weight, label=t("peers.weight"), numeric=True),
    )


def _name(work: Item) -> StringVar:
    return first_of(work.name, t("grading.anonymous", n=work.number))
