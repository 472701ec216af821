"""A sheet that comes back into the gradebook: what it would change is shown first."""

import reflex as rx

from components.ui.button import button
from components.ui.dialog import dialog
from components.ui.layout import row as line
from components.ui.sheet_field import sheet_field
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of
from components.ui.words import t, t_in
from state.gradebook.sheet import GradeSheetState


def sheet_dialog() -> rx.Component:
    return dialog(
        t("gradebook.import"),
        rx.cond(GradeSheetState.plan, _plan(), _choose()),
        open=GradeSheetState.is_open,
        on_close=GradeSheetState.leave,
        wide=True,
    )


def _choose() -> rx.Component:
    return rx.el.form(
        sheet_field(
            t("gradebook.sheet"),
            name="text",
            choose=t("gradebook.choose_sheet"),
            hint=t("gradebook.sheet_hint"),
        ),
        line(button(t("gradebook.try_out"), type="submit", kind="primary")),
        on_submit=GradeSheetState.try_out,
        class_name="stack gap-4",
    )


def _plan() -> rx.Component:
    plan: Item = GradeSheetState.plan
    return rx.el.div(
        rx.el.p(
            t(
                "gradebook.sheet_says",
                changes=GradeSheetState.changes,
                same=plan.same,
                problems=GradeSheetState.problems,
            ),
            role="status",
        ),
        rx.cond(
            GradeSheetState.changes > 0,
            table(
                [
                    Column(t("gradebook.learner")),
                    Column(t("gradebook.column")),
                    Column(t("assignment.points"), numeric=True),
                ],
                rx.foreach(plan.changes, _change),
                label=t("gradebook.changes"),
            ),
        ),
        rx.foreach(plan.problems, _problem),
        line(
            button(
                t("gradebook.apply", n=GradeSheetState.changes),
                on_click=GradeSheetState.take_in,
                kind="primary",
                disabled=GradeSheetState.changes == 0,
            ),
            button(t("dialog.cancel"), on_click=GradeSheetState.leave),
        ),
        class_name="stack gap-4",
    )


def _change(change: Item) -> rx.Component:
    return row(
        row_head(change.name),
        cell(change.title, label=t("gradebook.column")),
        cell(
            t(
                "gradebook.from_to",
                before=first_of(change.before, "–"),
                after=first_of(change.after, "–"),
            ),
            label=t("assignment.points"),
            numeric=True,
        ),
    )


def _problem(one: Item) -> rx.Component:
    return rx.el.p(
        t_in("gradebook_sheet", one.reason, line=one.line, title=one.title, said=one.said),
        class_name="meta",
    )
