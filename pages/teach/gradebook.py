"""/classes/[classroom_id]/gradebook: everybody's grades, moved through by arrow keys."""

import reflex as rx

from components.grading.grid import grid_keys
from components.grading.why import percent, shown_figure
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import empty_state
from components.ui.icons import icon
from components.ui.layout import page, page_head
from components.ui.missing import when_loaded
from components.ui.values import Item, text
from components.ui.words import t
from pages.frame import framed
from pages.teach.class_nav import class_nav
from pages.teach.gradebook_figure import figure_dialog
from pages.teach.gradebook_rules import rules_dialog
from pages.teach.gradebook_sheet import sheet_dialog
from state.gradebook.book import GradebookState
from state.gradebook.rules import GradeRulesState
from state.gradebook.sheet import GradeSheetState


def gradebook() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _gradebook(),
                is_loaded=GradebookState.is_loaded,
                is_missing=GradebookState.is_missing,
                code="class.not_found",
                back=(t("classes.title"), "/classes"),
            ),
            width="wide",
        )
    )


def _gradebook() -> rx.Component:
    room = f"/classes/{GradebookState.classroom_id}"
    return rx.fragment(
        page_head(
            t("gradebook.title"),
            above=breadcrumb(
                (t("classes.title"), "/classes"),
                (GradebookState.name, room),
                (t("gradebook.title"), None),
            ),
            actions=[
                button(t("gradebook.rules"), on_click=GradeRulesState.begin, icon="settings"),
                button(t("gradebook.import"), on_click=GradeSheetState.begin, icon="upload"),
                link_button(
                    t("gradebook.download"),
                    href=f"/api/v1/classes/{GradebookState.classroom_id}/gradebook.csv",
                    native=True,
                    icon="download",
                ),
            ],
        ),
        class_nav(GradebookState.classroom_id, "gradebook"),
        rx.cond(
            GradebookState.rows.length() == 0,
            empty_state(t("gradebook.nobody")),
            rx.cond(
                GradebookState.columns.length() == 0,
                empty_state(t("gradebook.no_columns")),
                _grid(),
            ),
        ),
        figure_dialog(),
        rules_dialog(),
        sheet_dialog(),
    )


def _grid() -> rx.Component:
    return rx.el.div(
        grid_keys(),
        rx.el.table(
            rx.el.thead(
                rx.el.tr(
                    rx.el.th(t("gradebook.learner"), scope="col"),
                    rx.foreach(GradebookState.columns, _head),
                    rx.el.th(t("gradebook.grade"), scope="col", class_name="r"),
                )
            ),
            rx.el.tbody(rx.foreach(GradebookState.rows, _row)),
            class_name="tbl",
        ),
        role="region",
        aria_label=t("gradebook.title"),
        class_name="table-frame gradebook is-sticky",
    )


def _head(column: Item) -> rx.Component:
    return rx.el.th(
        rx.cond(
            column.href != "", rx.el.a(column.title, href=column.href), rx.el.span(column.title)
        ),
        rx.cond(
            column.is_hidden, rx.el.span(icon("lock"), t("gradebook.hidden"), class_name="meta")
        ),
        rx.el.span(
            rx.cond(
                column.is_extra,
                t("gradebook.extra_of", points=column.points),
                t("gradebook.out_of", points=column.points),
            ),
            class_name="meta",
        ),
        scope="col",
        class_name="r",
    )


def _row(learner: Item) -> rx.Component:
    def cell_of(figure: Item) -> rx.Component:
        return rx.el.td(
            rx.el.button(
                shown_figure(figure),
                type="button",
                on_click=GradebookState.open_figure(learner.user_id, figure.item_id),
                class_name="grade-cell is-" + text(figure.state),
            ),
            class_name="r",
        )

    return rx.el.tr(
        rx.el.th(learner.name, scope="row"),
        rx.foreach(learner.cells, cell_of),
        rx.el.td(
            rx.el.button(
                percent(learner),
                type="button",
                on_click=GradebookState.open_figure(learner.user_id, ""),
                class_name="grade-cell is-total",
            ),
            class_name="r",
        ),
    )
