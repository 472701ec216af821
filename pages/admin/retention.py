"""/admin/retention: how long the school keeps each kind of record."""

import reflex as rx

from components.ui.button import button
from components.ui.dialog import dialog
from components.ui.field import field
from components.ui.layout import meta, page, page_head, stack
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.privacy.retention import RetentionState


def retention() -> rx.Component:
    return framed(
        page(
            page_head(t("retention.title"), lead=t("retention.lead")),
            rx.cond(RetentionState.is_loaded, stack(_rules(), _last(), gap=4), skeleton(8)),
            _change(),
        )
    )


def _rules() -> rx.Component:
    return table(
        [
            Column(t("retention.kind")),
            Column(t("retention.days")),
            Column(t("retention.removed"), numeric=True),
            Column(t("retention.due"), numeric=True),
            Column(t("retention.action"), hidden=True),
        ],
        rx.foreach(RetentionState.rules, _rule),
        label=t("retention.title"),
        framed=True,
    )


def _rule(rule: Item) -> rx.Component:
    kind = rule.kind.to(str)
    return row(
        row_head(t_in("retention.of", kind), meta(t_in("retention.why", kind))),
        cell(_days(rule), label=t("retention.days")),
        cell(rule.removed, label=t("retention.removed"), numeric=True),
        cell(rule.due, label=t("retention.due"), numeric=True),
        cell(
            button(
                t("retention.change"),
                size="sm",
                on_click=RetentionState.open_change(kind),
                aria_label=t("retention.change_of", kind=t_in("retention.of", kind)),
            )
        ),
    )


def _days(rule: Item) -> rx.Component:
    return rx.cond(
        rule.days,
        rx.fragment(t("retention.for_days", days=rule.days)),
        rx.fragment(t("retention.for_ever")),
    )


def _last() -> rx.Component:
    return rx.cond(
        RetentionState.last_run_at != "",
        meta(t("retention.last_run"), " ", when(RetentionState.last_run_at, "moment")),
        meta(t("retention.no_run")),
    )


def _change() -> rx.Component:
    changing: Item = RetentionState.changing
    return dialog(
        rx.cond(changing, t_in("retention.of", changing.kind.to(str)), ""),
        rx.cond(
            changing,
            rx.el.form(
                rx.el.p(t_in("retention.why", changing.kind.to(str))),
                field(
                    t("retention.days_field"),
                    name="days",
                    type="number",
                    required=False,
                    min=changing.least_days,
                    max=36500,
                    hint=t("retention.days_hint", least=changing.least_days),
                    default_value=rx.cond(changing.days, changing.days.to_string(), ""),
                    key=text(changing.kind.to(str)),
                ),
                line(button(t("retention.save"), type="submit", kind="primary")),
                on_submit=RetentionState.save,
                reset_on_submit=False,
                class_name="stack gap-4",
            ),
            rx.fragment(),
        ),
        open=rx.cond(changing, True, False),
        on_close=RetentionState.close_change,
    )
