"""Announcements of a class: as its teachers write them, as its learners see them, and on the first page."""

import reflex as rx

from components.lesson.html import html
from components.ui.badge import badge
from components.ui.button import button
from components.ui.choice import checkbox
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, text_area
from components.ui.layout import meta, section
from components.ui.layout import row as line
from components.ui.menu import menu_item, more_menu
from components.ui.skeleton import skeleton
from components.ui.values import Item, flag, id_of
from components.ui.when import when
from components.ui.words import t
from state.community.announcements import AnnouncementsState
from state.learning.home import HomeState


def announcements_of_class() -> rx.Component:
    """For its teachers: a tab of the class's page."""
    return rx.cond(
        AnnouncementsState.is_loaded,
        rx.el.div(
            line(
                rx.el.p(t("announcement.lead"), class_name="soft"),
                button(
                    t("announcement.new"),
                    on_click=AnnouncementsState.write,
                    kind="primary",
                    icon="plus",
                ),
                spread=True,
            ),
            rx.cond(
                AnnouncementsState.announcements.length() > 0,
                rx.el.ul(rx.foreach(AnnouncementsState.announcements, _written), class_name="rows"),
                empty_state(t("announcement.none")),
            ),
            _form(),
            class_name="stack gap-5",
        ),
        skeleton(5),
    )


def announcements_to_me() -> rx.Component:
    """For a learner of the class; nothing when there are none."""
    return rx.cond(
        AnnouncementsState.announcements.length() > 0,
        section(
            t("announcement.title"),
            rx.el.ul(rx.foreach(AnnouncementsState.announcements, _received), class_name="rows"),
            id="announcements",
        ),
    )


def news() -> rx.Component:
    """On the first page: what a learner's classes were told lately."""
    return rx.cond(
        HomeState.news.length() > 0,
        section(
            t("announcement.title"),
            rx.el.ul(rx.foreach(HomeState.news, _headline), class_name="rows"),
            id="announcements",
        ),
    )


def _written(one: Item) -> rx.Component:
    menu = more_menu(
        t("announcement.more", title=one.title),
        menu_item(
            t("announcement.edit"), on_click=AnnouncementsState.edit(id_of(one)), icon="pencil"
        ),
        menu_item(
            rx.cond(one.is_pinned, t("announcement.unpin"), t("announcement.pin")),
            on_click=AnnouncementsState.pin(id_of(one), ~flag(one.is_pinned)),
            icon="bookmark",
        ),
        menu_item(
            t("announcement.delete"),
            on_click=AnnouncementsState.delete(id_of(one)),
            icon="trash-2",
            danger=True,
        ),
    )
    return rx.el.li(
        rx.el.article(
            line(
                rx.el.h3(one.title),
                line(
                    rx.cond(
                        one.is_published,
                        rx.fragment(),
                        badge(
                            t("announcement.appears"),
                            " ",
                            when(one.publish_at, "moment"),
                            tone="warn",
                            icon="clock",
                        ),
                    ),
                    _pin(one),
                    menu,
                ),
                spread=True,
            ),
            _by(one),
            _text(one),
            rx.cond(
                one.is_published,
                meta(t("announcement.seen_by", seen=one.seen, learners=one.learners)),
            ),
            class_name="talk-item",
        )
    )


def _received(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.article(
            line(
                rx.el.h3(one.title),
                line(
                    rx.cond(
                        AnnouncementsState.fresh.contains(id_of(one)),
                        badge(t("announcement.fresh"), tone="blue", icon="circle-dot"),
                    ),
                    _pin(one),
                ),
                spread=True,
            ),
            _by(one),
            _text(one),
            class_name="talk-item",
        )
    )


def _headline(one: Item) -> rx.Component:
    return rx.el.li(
        line(
            rx.el.a(one.title, href="/classes/" + id_of(one, "classroom_id") + "/mine"),
            rx.cond(
                one.is_seen,
                rx.fragment(),
                badge(t("announcement.fresh"), tone="blue", icon="circle-dot"),
            ),
            spread=True,
        ),
        meta(one.class_name, " · ", one.author, " · ", when(one.publish_at, "ago")),
        class_name="talk-item",
    )


def _pin(one: Item) -> rx.Component:
    return rx.cond(
        one.is_pinned, badge(t("announcement.pinned"), tone="line", icon="bookmark"), rx.fragment()
    )


def _by(one: Item) -> rx.Component:
    return meta(
        one.author,
        rx.cond(one.is_published, rx.fragment(" · ", when(one.publish_at, "moment"))),
        rx.cond(one.changed_at, rx.fragment(" · ", t("announcement.changed"))),
    )


def _text(one: Item) -> rx.Component:
    return html("div", one.body_html, class_name="prose-ui")


def _form() -> rx.Component:
    edited: Item = AnnouncementsState.edited
    return dialog(
        rx.cond(edited, t("announcement.edit"), t("announcement.new")),
        rx.el.form(
            field(
                t("announcement.heading"),
                name="title",
                form="announcement",
                max_length=160,
                default_value=rx.cond(edited, edited.title, ""),
            ),
            text_area(
                t("announcement.text"),
                name="body",
                required=False,
                rows=8,
                hint=t("announcement.text_hint"),
                default_value=rx.cond(edited, edited.body, ""),
            ),
            rx.cond(
                edited & edited.is_published,
                rx.fragment(),
                field(
                    t("announcement.publish_at"),
                    name="publish_at",
                    type="datetime-local",
                    required=False,
                    hint=t("announcement.publish_hint"),
                    default_value=rx.cond(edited, edited.publish_local, ""),
                ),
            ),
            checkbox(
                t("announcement.pin_long"),
                name="is_pinned",
                default_checked=rx.cond(edited, edited.is_pinned, False),
            ),
            line(
                button(t("announcement.send"), type="submit", kind="primary", icon="send"),
                button(t("dialog.cancel"), on_click=AnnouncementsState.leave),
            ),
            on_submit=AnnouncementsState.save,
            key=AnnouncementsState.form_round,
            class_name="stack gap-4",
        ),
        open=AnnouncementsState.is_writing,
        on_close=AnnouncementsState.leave,
        wide=True,
    )
