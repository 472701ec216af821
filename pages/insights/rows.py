"""The rows behind one figure: who, what, when, and what it was."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import empty_state
from components.ui.icons import icon
from components.ui.layout import page, page_head, soft
from components.ui.layout import row as line
from components.ui.missing import when_loaded
from components.ui.table import cell, row, row_head
from components.ui.values import Item, first_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.insights.rows import FigureRowsState

NAMES = ("who", "what", "value", "at")


def figure_rows() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _rows(),
                is_loaded=FigureRowsState.is_loaded,
                is_missing=FigureRowsState.is_missing,
                code="insight.not_found",
                back=(t("navigation.home"), "/"),
            )
        )
    )


def _rows() -> rx.Component:
    state = FigureRowsState
    title = t_in("insight_rows", state.of)
    return rx.fragment(
        page_head(
            title,
            above=breadcrumb((t("insight.title"), state.back), (title, None)),
            lead=rx.fragment(
                rx.cond(
                    state.only != "",
                    rx.fragment(t("insight.only", state=t_in("row_state", state.only)), " "),
                ),
                rx.cond(
                    state.has_more,
                    t("insight.first_rows", n=state.rows.length()),
                    t("insight.all_rows", n=state.rows.length()),
                ),
            ),
            actions=[
                link_button(t("insight.download"), href=state.sheet, native=True, icon="download")
            ],
        ),
        rx.cond(
            state.rows.length() > 0,
            _table(title),
            empty_state(t("insight.no_rows")),
        ),
        rx.cond(
            state.has_more,
            line(button(t("insight.show_more"), on_click=FigureRowsState.show_more)),
        ),
        soft(t("insight.row_note")),
    )


def _table(title: rx.Var[str]) -> rx.Component:
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*(_head(name) for name in NAMES))),
            rx.el.tbody(rx.foreach(FigureRowsState.rows, _row)),
            class_name="tbl stacks",
        ),
        class_name="table-frame",
        role="region",
        aria_label=title,
        tab_index=0,
    )


def _head(name: str) -> rx.Component:
    state = FigureRowsState
    is_this = state.sort == name
    return rx.el.th(
        rx.el.button(
            t(f"insight_row.{name}"),
            rx.cond(
                is_this,
                rx.cond(state.is_descending, icon("chevron-down"), icon("chevron-up")),
            ),
            type="button",
            on_click=FigureRowsState.sort_by(name),
            class_name="sort-button",
        ),
        scope="col",
        aria_sort=rx.cond(is_this, rx.cond(state.is_descending, "descending", "ascending"), "none"),
    )


def _row(one: Item) -> rx.Component:
    return row(
        row_head(
            rx.cond(
                one.href != "",
                rx.el.a(one.who, href=one.href),
                first_of(one.who, t("insight.by_themselves")),
            )
        ),
        cell(
            rx.cond(one.day != "", when(one.day, "day"), rx.fragment(one.what)),
            rx.cond(one.place != "", rx.el.p(_place(one), class_name="meta")),
            label=t("insight_row.what"),
        ),
        cell(_result(one), label=t("insight_row.value")),
        cell(when(one.at, "moment"), label=t("insight_row.at")),
    )


def _place(one: Item) -> rx.Component:
    return one_of(
        FigureRowsState.of,
        ("work", rx.fragment(t_in("work_kind", one.place))),
        rx.fragment(one.place),
    )


def _result(one: Item) -> rx.Component:
    """What the row says, in words."""
    named = t_in("row_state", one.state)
    return one_of(
        FigureRowsState.of,
        ("learners", rx.fragment(named, " · ", t("insight.days_of_work", n=one.value))),
        ("weeks", rx.fragment(t("insight.days_of_work", n=one.value))),
        ("days", rx.fragment(t("insight.steps", n=one.value))),
        (
            "modules",
            rx.fragment(named, " · ", t("course.progress", done=one.value, total=one.total)),
        ),
        (
            "answers",
            "first_answers",
            rx.fragment(named, " · ", t("insight.percent", n=one.value)),
        ),
        rx.fragment(named),
    )
