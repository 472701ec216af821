"""Tables: semantic, scrolled inside their own frame, stacked into small sheets on a phone."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from components.ui.button import button
from components.ui.values import Child, Flag, Handler, Number, Text
from components.ui.words import t


@dataclass(frozen=True, slots=True)
class Column:
    words: Child
    numeric: bool = False
    hidden: bool = False
    """Named for assistive technology only, such as a column of actions."""


def table(
    columns: list[Column],
    *rows: rx.Component,
    label: Text,
    stacks: bool = True,
    framed: bool = False,
    sticky: bool = False,
) -> rx.Component:
    """`rows` are `row(...)` or an `rx.foreach` of them. `sticky` keeps the head while rows scroll."""
    frame = "table-frame" + (" table-framed" if framed else "") + (" is-sticky" if sticky else "")
    return rx.el.div(
        rx.el.table(
            rx.el.thead(rx.el.tr(*(_head(column) for column in columns))),
            rx.el.tbody(*rows),
            class_name="tbl stacks" if stacks else "tbl",
        ),
        class_name=frame,
        role="region",
        aria_label=label,
        tab_index=0,
    )


def row(*cells: rx.Component, **attributes: Any) -> rx.Component:
    return rx.el.tr(*cells, **attributes)


def row_head(*children: Child) -> rx.Component:
    """The cell that names its row."""
    return rx.el.th(*children, scope="row")


def cell(*children: Child, label: Text = "", numeric: bool = False) -> rx.Component:
    """`label` is the column's name, shown beside the value when rows are stacked."""
    value = (rx.el.div(*children),) if len(children) > 1 else children
    return rx.el.td(*value, class_name="r" if numeric else "", custom_attrs={"data-label": label})


def pagination(
    *,
    first: Number,
    last: Number,
    total: Number,
    on_previous: Handler,
    on_next: Handler,
    has_previous: Flag,
    has_next: Flag,
) -> rx.Component:
    return rx.el.nav(
        rx.el.span(t("pages.range", first=first, last=last, total=total), class_name="meta"),
        rx.el.div(
            button(
                t("pages.previous"), on_click=on_previous, disabled=_no(has_previous), size="sm"
            ),
            button(t("pages.next"), on_click=on_next, disabled=_no(has_next), size="sm"),
            class_name="row",
        ),
        class_name="pages",
        aria_label=t("pages.label"),
    )


def show_rows(*children: Child, words: Text | None = None) -> rx.Component:
    """The figures behind a chart or a count, one step away."""
    summary = t("chart.show_rows") if words is None else words
    return rx.el.details(rx.el.summary(summary), *children, class_name="rows-of")


def _head(column: Column) -> rx.Component:
    words = rx.el.span(column.words, class_name="vh") if column.hidden else column.words
    return rx.el.th(words, scope="col", class_name="r" if column.numeric else "")


def _no(flag: Flag) -> Flag:
    return not flag if isinstance(flag, bool) else ~flag
