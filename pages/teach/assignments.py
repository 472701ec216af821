"""/classes/[classroom_id]/assignments: what is due, and what waits to be marked and released."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import link_button
from components.ui.empty import empty_state
from components.ui.layout import hidden, page, page_head
from components.ui.missing import when_loaded
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from pages.teach.class_nav import class_nav
from state.assignments.listed import AssignmentsState


def assignments() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _assignments(),
                is_loaded=AssignmentsState.is_loaded,
                is_missing=AssignmentsState.is_missing,
                code="class.not_found",
                back=(t("classes.title"), "/classes"),
            )
        )
    )


def _assignments() -> rx.Component:
    room = f"/classes/{AssignmentsState.classroom_id}"
    return rx.fragment(
        page_head(
            t("assignments.title"),
            above=breadcrumb(
                (t("classes.title"), "/classes"),
                (AssignmentsState.class_name, room),
                (t("assignments.title"), None),
            ),
            actions=[
                link_button(
                    t("assignments.new"),
                    href=f"{room}/assignments/new",
                    kind="primary",
                    icon="plus",
                ),
            ],
        ),
        class_nav(AssignmentsState.classroom_id, "assignments"),
        rx.cond(
            AssignmentsState.assignments.length() > 0,
            table(
                [
                    Column(t("assignments_column.name")),
                    Column(t("assignments_column.due")),
                    Column(t("assignments_column.handed_in"), numeric=True),
                    Column(t("assignments_column.to_mark"), numeric=True),
                    Column(t("assignments_column.to_release"), numeric=True),
                    Column(t("account.action"), hidden=True),
                ],
                rx.foreach(AssignmentsState.assignments, _assignment),
                label=t("assignments.title"),
                framed=True,
            ),
            empty_state(t("assignments.empty")),
        ),
    )


def _assignment(assignment: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.a(assignment.title, href=f"/assignments/{assignment.id}/edit"),
            rx.cond(
                assignment.is_published,
                rx.fragment(),
                rx.fragment(" ", badge(t("state.draft"), tone="warn", icon="eye")),
            ),
        ),
        cell(
            rx.cond(
                assignment.due_at != "",
                when(assignment.due_at, "moment"),
                t("assignment.no_due"),
            ),
            label=t("assignments_column.due"),
        ),
        cell(
            t("assignments.of", n=assignment.handed_in, all=assignment.learners),
            label=t("assignments_column.handed_in"),
            numeric=True,
        ),
        cell(assignment.to_mark, label=t("assignments_column.to_mark"), numeric=True),
        cell(assignment.to_release, label=t("assignments_column.to_release"), numeric=True),
        cell(
            rx.cond(
                assignment.is_published,
                link_button(
                    t("assignments.grade"),
                    hidden(" ", assignment.title),
                    href=f"/assignments/{assignment.id}/grade",
                    size="sm",
                ),
            )
        ),
    )
