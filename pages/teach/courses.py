"""/studio: the courses that a teacher writes."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import link_button
from components.ui.empty import empty_state
from components.ui.layout import page, page_head
from components.ui.menu import menu_item, more_menu
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from state.courses.authored import AuthoredState


def courses() -> rx.Component:
    return framed(
        page(
            page_head(
                t("studio.title"),
                lead=t("studio.lead"),
                actions=[
                    link_button(t("studio.new"), href="/studio/new", kind="primary", icon="plus"),
                ],
            ),
            rx.cond(
                AuthoredState.is_loaded,
                rx.cond(AuthoredState.courses.length() > 0, _list(), _nothing()),
                skeleton(5),
            ),
        )
    )


def _list() -> rx.Component:
    return table(
        [
            Column(t("studio.column.course")),
            Column(t("studio.column.state")),
            Column(t("studio.column.lessons"), numeric=True),
            Column(t("studio.column.reviewed"), numeric=True),
            Column(t("studio.column.edited")),
            Column(t("studio.column.actions"), hidden=True),
        ],
        rx.foreach(AuthoredState.courses, _row),
        label=t("studio.title"),
        framed=True,
    )


def _row(course: Item) -> rx.Component:
    return row(
        row_head(
            rx.el.a(course.title, href="/studio/" + id_of(course)),
            rx.el.p(t_in("level", course.level), class_name="meta"),
        ),
        cell(_standing(course), label=t("studio.column.state")),
        cell(course.lesson_count, label=t("studio.column.lessons"), numeric=True),
        cell(
            t("studio.reviewed_of", done=course.reviewed_count, total=course.lesson_count),
            label=t("studio.column.reviewed"),
            numeric=True,
        ),
        cell(when(course.updated_at, "ago"), label=t("studio.column.edited")),
        cell(
            more_menu(
                t("studio.more", title=course.title),
                rx.cond(
                    course.is_published,
                    menu_item(
                        t("studio.open_published"),
                        href=f"/courses/{course.slug}",
                        icon="book-open",
                    ),
                ),
                menu_item(
                    t("studio.delete"),
                    on_click=AuthoredState.delete_course(id_of(course)),
                    icon="trash-2",
                    danger=True,
                ),
            )
        ),
    )


def _standing(course: Item) -> rx.Component:
    return rx.cond(
        course.is_published,
        rx.cond(
            course.has_unpublished_edits,
            badge(
                t("studio.published_edited", version=course.version_number),
                tone="warn",
                icon="pencil",
            ),
            badge(t("studio.published", version=course.version_number), tone="ok", icon="check"),
        ),
        badge(t("state.draft"), tone="warn", icon="eye"),
    )


def _nothing() -> rx.Component:
    return empty_state(
        t("studio.empty"),
        action=link_button(t("studio.new"), href="/studio/new", icon="plus"),
    )
