"""Why a figure of the gradebook is what it is."""

import reflex as rx

from components.ui.values import Item, first_of, text
from components.ui.words import t


def why(reason: Item) -> rx.Component:
    """A sentence, and the sum behind it."""
    return rx.el.div(
        rx.el.p(t(text(reason.key), facts=reason.facts)),
        rx.cond(reason.formula != "", rx.el.p(reason.formula, class_name="sum-formula")),
        class_name="why",
    )


def shown_figure(cell: Item) -> rx.Component:
    """What counts in one cell, with a word where it is not just a mark."""
    return rx.fragment(
        rx.el.span(
            first_of(cell.shown, "–"),
            class_name=rx.cond(cell.is_dropped, "is-dropped", ""),
        ),
        rx.cond(
            cell.is_dropped,
            rx.el.span(t("cell_state.dropped"), class_name="cell-note"),
            rx.cond(
                (cell.state != "graded") & (cell.state != "open"),
                rx.el.span(t("cell_state." + text(cell.state)), class_name="cell-note"),
            ),
        ),
    )


def percent(row: Item) -> rx.Component:
    return rx.cond(
        row.percent != "",
        rx.el.span(
            t("gradebook.percent", percent=row.percent),
            rx.cond(row.letter != "", rx.el.strong(" ", row.letter)),
        ),
        rx.el.span("–"),
    )
