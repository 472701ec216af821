"""/studio/[course_id]/history: the states of one part of a draft, and what two of them differ in."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button
from components.ui.difference import differences
from components.ui.empty import empty_state
from components.ui.field import select
from components.ui.layout import page, page_head, row, section, split
from components.ui.skeleton import skeleton
from components.ui.values import Item, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.revisions.history import HistoryState


def history() -> rx.Component:
    draft = "/studio/" + HistoryState.course_id + "?lesson=" + HistoryState.lesson_id
    return framed(
        page(
            page_head(
                t("history.title"),
                lead=HistoryState.title,
                above=breadcrumb(
                    (t("studio.title"), "/studio"),
                    (t("editor.draft"), draft),
                    (t("history.title"), None),
                ),
            ),
            rx.cond(
                HistoryState.is_loaded,
                rx.cond(
                    HistoryState.revisions.length() > 0,
                    split(_comparison(), _list()),
                    empty_state(t("history.empty")),
                ),
                skeleton(6),
            ),
            width="wide",
        )
    )


def _list() -> rx.Component:
    return section(
        t("history.states"),
        rx.el.ol(rx.foreach(HistoryState.revisions, _revision), class_name="rows history-list"),
        rx.cond(
            HistoryState.has_more,
            button(t("history.more"), on_click=HistoryState.show_more, size="sm"),
        ),
        id="states",
    )


def _revision(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.el.span(t_in("history_cause", one.cause), class_name="history-cause"),
            rx.el.span(when(one.at, "moment"), class_name="meta"),
            rx.el.span(
                one.name,
                rx.cond(one.model != "", rx.fragment(" ", t("editor.by", model=one.model))),
                class_name="meta",
            ),
            type="button",
            on_click=HistoryState.look(one.number),
            aria_current=rx.cond(one.number == HistoryState.number, "true", "false"),
            class_name="history-row",
        ),
        row(
            rx.cond(one.is_current, badge(t("history.current"), tone="ok", icon="check")),
            rx.cond(one.published != "", badge(t("history.published", version=one.published))),
        ),
    )


def _comparison() -> rx.Component:
    return section(
        t("history.changes", number=HistoryState.number),
        row(
            select(
                t("history.against"),
                rx.fragment(
                    rx.el.option(t("history.nothing"), value="0"),
                    rx.foreach(HistoryState.revisions, _state),
                ),
                name="against",
                required=False,
                value=text(rx.Var.create(HistoryState.against).to(str)),
                on_change=HistoryState.compare,
            ),
            button(
                t("history.restore", number=HistoryState.number),
                on_click=HistoryState.restore(HistoryState.number),
                icon="rotate-ccw",
                disabled=HistoryState.revisions[0].number == HistoryState.number,
            ),
            spread=True,
        ),
        rx.cond(
            HistoryState.parts.length() > 0,
            rx.foreach(HistoryState.parts, _part),
            rx.el.p(t("history.same"), class_name="soft"),
        ),
        rx.cond(
            HistoryState.unchanged > 0,
            rx.el.p(t("history.unchanged", n=HistoryState.unchanged), class_name="meta"),
        ),
        id="changes",
    )


def _state(one: Item) -> rx.Component:
    cause = t_in("history_cause", one.cause)
    return rx.el.option(t("history.state", number=one.number, cause=cause), value=text(one.number))


def _part(part: Item) -> rx.Component:
    return rx.el.div(
        row(
            rx.el.strong(t_in("history_kind", part.kind)),
            rx.cond(part.is_added, badge(t("history.added"), icon="plus")),
            rx.cond(part.is_removed, badge(t("history.removed"), tone="warn", icon="trash-2")),
        ),
        differences(part.pieces),
        class_name="history-part",
    )
