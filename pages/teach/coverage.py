"""/studio/[course_id]/coverage: which lesson leads to which objective, and what asks about it."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.empty import empty_state
from components.ui.icons import icon
from components.ui.layout import page, page_head
from components.ui.missing import when_loaded
from components.ui.table import row, row_head
from components.ui.values import Item, id_of
from components.ui.words import t, t_in
from pages.frame import framed
from state.approvals.coverage import CoverageState


def coverage() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _coverage(),
                is_loaded=CoverageState.is_loaded,
                is_missing=CoverageState.is_missing,
                code="course.not_found",
                back=(t("studio.title"), "/studio"),
            ),
            width="wide",
        )
    )


def _coverage() -> rx.Component:
    state = CoverageState
    studio = f"/studio/{state.course_id}"
    return rx.fragment(
        page_head(
            t("coverage.title"),
            above=breadcrumb(
                (t("studio.title"), "/studio"), (state.title, studio), (t("coverage.title"), None)
            ),
            lead=t("coverage.lead"),
        ),
        rx.cond(
            state.rows.length() > 0,
            rx.el.div(
                rx.el.table(
                    rx.el.thead(
                        rx.el.tr(
                            rx.el.th(t("coverage.objective"), scope="col"),
                            rx.foreach(state.lessons, _lesson),
                            rx.el.th(t("coverage.lessons"), scope="col", class_name="r"),
                            rx.el.th(t("coverage.items"), scope="col", class_name="r"),
                        )
                    ),
                    rx.el.tbody(rx.foreach(state.rows, _row)),
                    class_name="tbl coverage",
                ),
                class_name="table-frame table-framed",
                role="region",
                aria_label=t("coverage.title"),
                tab_index=0,
            ),
            empty_state(t("coverage.none")),
        ),
    )


def _lesson(lesson: Item) -> rx.Component:
    href = rx.Var.create(f"/studio/{CoverageState.course_id}?lesson=").to(str) + id_of(lesson)
    return rx.el.th(
        rx.el.a(lesson.number, href=href, title=lesson.title, aria_label=lesson.title),
        scope="col",
        class_name="r",
    )


def _row(objective: Item) -> rx.Component:
    return row(
        row_head(
            objective.text,
            rx.el.p(
                t_in("bloom", objective.bloom.to(str)),
                rx.cond(
                    objective.lessons == 0,
                    badge(t("coverage.untaught"), tone="warn", icon="triangle-alert"),
                ),
                rx.cond(
                    (objective.lessons > 0) & (objective["items"] == 0),
                    badge(t("coverage.unasked"), tone="warn", icon="triangle-alert"),
                ),
                class_name="meta row",
            ),
        ),
        rx.foreach(objective.cells.to(list[dict[str, int]]), _cell),
        rx.el.td(objective.lessons, class_name="r"),
        rx.el.td(objective["items"].to(int), class_name="r"),
    )


def _cell(cell: Item) -> rx.Component:
    items = cell["items"].to(int)
    return rx.el.td(
        rx.cond(
            cell["is_taught"],
            rx.fragment(icon("check"), rx.el.span(t("coverage.taught"), class_name="vh")),
        ),
        rx.cond(items > 0, rx.el.span(items)),
        class_name="r",
    )
