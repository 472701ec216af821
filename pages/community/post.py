"""One post of a discussion, and what may be done to it and to its thread."""

import reflex as rx

from components.lesson.html import html
from components.ui.badge import badge
from components.ui.button import button
from components.ui.field import text_area
from components.ui.layout import meta
from components.ui.layout import row as line
from components.ui.menu import menu_item, more_menu
from components.ui.values import Item, first_of, flag, id_of
from components.ui.when import when
from components.ui.words import t
from state.community.discussion import DiscussionState


def post(one: Item) -> rx.Component:
    opened: Item = DiscussionState.opened
    return rx.el.li(
        line(
            meta(
                rx.el.strong(_author(one)),
                " ",
                rx.cond(
                    one.is_by_teacher, badge(t("discussion.teacher"), tone="line"), rx.fragment()
                ),
                " · ",
                when(one.created_at, "ago"),
                rx.cond(one.edited_at, rx.fragment(" · ", t("discussion.edited"))),
            ),
            line(
                rx.cond(
                    one.is_accepted,
                    badge(t("discussion.accepted"), tone="ok", icon="check"),
                    rx.fragment(),
                ),
                rx.cond(DiscussionState.is_read_only, rx.fragment(), _menu(one)),
            ),
            spread=True,
        ),
        rx.cond(one.is_hidden, _hidden(one), rx.fragment()),
        rx.cond(
            DiscussionState.edited == id_of(one),
            _edit_form(one),
            rx.cond(one.body_html != "", html("div", one.body_html, class_name="prose-ui")),
        ),
        rx.cond(one.reports.length() > 0, _reported(one), rx.fragment()),
        rx.cond(
            opened.can_settle
            & ~flag(one.is_question)
            & ~flag(one.is_hidden)
            & ~flag(DiscussionState.is_read_only),
            rx.cond(
                one.is_accepted,
                button(
                    t("discussion.unaccept"),
                    on_click=DiscussionState.accept(id_of(one), False),
                    size="sm",
                    kind="quiet",
                ),
                button(
                    t("discussion.accept"),
                    on_click=DiscussionState.accept(id_of(one), True),
                    size="sm",
                    icon="check",
                ),
            ),
            rx.fragment(),
        ),
        class_name=rx.cond(one.is_accepted, "talk-post is-accepted", "talk-post"),
    )


def _author(one: Item) -> rx.Var[str]:
    """Of a post whose account was erased there is none; of a hidden one it is not said."""
    nobody = rx.cond(one.is_hidden, "", t("discussion.left"))
    return first_of(one.author, nobody)


def thread_menu(thread: Item) -> rx.Component:
    return more_menu(
        t("discussion.more_thread", title=first_of(thread.title, t("discussion.erased"))),
        menu_item(
            rx.cond(thread.is_pinned, t("announcement.unpin"), t("announcement.pin")),
            on_click=DiscussionState.pin(~flag(thread.is_pinned)),
            icon="bookmark",
        ),
        menu_item(
            rx.cond(thread.is_locked, t("discussion.unlock"), t("discussion.lock")),
            on_click=DiscussionState.lock(~flag(thread.is_locked)),
            icon="lock",
        ),
    )


def _edit_form(one: Item) -> rx.Component:
    return rx.el.form(
        text_area(
            t("discussion.edit"),
            name="body",
            form="edit",
            rows=4,
            max_length=5000,
            default_value=one.body,
            auto_focus=True,
        ),
        line(
            button(t("discussion.edit_send"), type="submit", kind="primary", size="sm"),
            button(t("dialog.cancel"), on_click=DiscussionState.leave_edit, size="sm"),
        ),
        on_submit=DiscussionState.edit,
        class_name="stack gap-3",
    )


def _menu(one: Item) -> rx.Component:
    opened: Item = DiscussionState.opened
    return more_menu(
        t("discussion.more", name=one.author),
        rx.cond(
            flag(one.is_mine) & ~flag(opened.thread.is_locked),
            menu_item(
                t("discussion.edit"),
                on_click=DiscussionState.begin_edit(id_of(one)),
                icon="pencil",
            ),
        ),
        rx.cond(
            one.is_mine | one.is_reported_by_me,
            rx.fragment(),
            menu_item(
                t("discussion.report"),
                on_click=DiscussionState.begin_report(id_of(one)),
                icon="flag",
            ),
        ),
        rx.cond(
            opened.is_teacher,
            rx.cond(
                one.is_hidden,
                menu_item(
                    t("discussion.show_again"),
                    on_click=DiscussionState.show_post(id_of(one)),
                    icon="eye",
                ),
                menu_item(
                    t("discussion.hide"),
                    on_click=DiscussionState.begin_hide(id_of(one)),
                    icon="ban",
                ),
            ),
            rx.fragment(),
        ),
        rx.cond(
            one.can_remove,
            menu_item(
                t("discussion.remove"),
                on_click=DiscussionState.remove(id_of(one)),
                icon="trash-2",
                danger=True,
            ),
            rx.fragment(),
        ),
    )


def _hidden(one: Item) -> rx.Component:
    return rx.el.p(
        rx.cond(
            one.hidden_reason != "",
            t("discussion.hidden_because", reason=one.hidden_reason),
            t("discussion.hidden_note"),
        ),
        class_name="soft talk-hidden",
    )


def _reported(one: Item) -> rx.Component:
    return rx.el.div(
        rx.el.ul(rx.foreach(one.reports, _report)),
        button(t("discussion.settle"), on_click=DiscussionState.settle(id_of(one)), size="sm"),
        class_name="talk-reports",
    )


def _report(reason: Item) -> rx.Component:
    return rx.el.li(t("discussion.report_says", reason=reason.to(str)))
