"""Questions of a class, with one of them open: under a lesson, and on a page of their own."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, select, text_area
from components.ui.layout import meta, section, stack
from components.ui.layout import row as line
from components.ui.values import Handler, Item, first_of, id_of
from components.ui.when import when
from components.ui.words import t
from pages.community.post import post, thread_menu
from state.community.discussion import DiscussionState


def questions_about_lesson() -> rx.Component:
    """Nothing for a reader who is in no class that takes the course."""
    return rx.cond(
        DiscussionState.is_loaded,
        section(
            t("discussion.about_lesson"),
            rx.cond(
                DiscussionState.places.length() > 1,
                select(
                    t("class.one"),
                    rx.foreach(DiscussionState.places, _place),
                    name="place",
                    form="discussion",
                    value=DiscussionState.classroom_id,
                    on_change=DiscussionState.choose_class,
                ),
                rx.fragment(),
            ),
            rx.cond(DiscussionState.opened, _thread(), stack(_ask(), _list(), gap=4)),
            _reasons(),
            id="questions",
            more=rx.el.a(
                t("discussion.all"),
                href=f"/classes/{DiscussionState.classroom_id}/discussion",
            ),
        ),
    )


def questions_of_class() -> rx.Component:
    return section(
        t("discussion.show_all"),
        rx.cond(
            DiscussionState.opened,
            _thread(),
            stack(
                rx.el.div(
                    select(
                        t("discussion.show"),
                        rx.fragment(
                            rx.el.option(t("discussion.show_all"), value="all"),
                            rx.el.option(t("discussion.show_open"), value="open"),
                            rx.cond(
                                DiscussionState.is_teacher,
                                rx.el.option(t("discussion.show_reported"), value="reported"),
                            ),
                        ),
                        name="show",
                        value=DiscussionState.show,
                        on_change=DiscussionState.choose_show,
                    ),
                    class_name="talk-show",
                ),
                _list(),
                gap=5,
            ),
        ),
        _reasons(),
        id="questions",
        hidden=True,
    )


def _place(one: Item) -> rx.Component:
    return rx.el.option(one.name, value=id_of(one))


def _list() -> rx.Component:
    return rx.cond(
        DiscussionState.threads.length() > 0,
        rx.el.ul(rx.foreach(DiscussionState.threads, _row), class_name="rows"),
        empty_state(
            rx.cond(
                DiscussionState.lesson_id == "", t("discussion.none"), t("discussion.none_here")
            )
        ),
    )


def _row(one: Item) -> rx.Component:
    return rx.el.li(
        line(
            rx.el.h3(
                rx.el.button(
                    first_of(one.title, t("discussion.erased")),
                    type="button",
                    on_click=DiscussionState.open_thread(id_of(one)),
                    class_name="talk-open",
                )
            ),
            _marks(one),
            spread=True,
        ),
        meta(
            first_of(one.author, t("discussion.left")),
            " · ",
            when(one.active_at, "ago"),
            " · ",
            t("discussion.answers", n=one.answers),
            rx.cond(
                DiscussionState.lesson_id == "", rx.fragment(" · ", one.lesson_title), rx.fragment()
            ),
        ),
        class_name="talk-item",
    )


def _marks(one: Item) -> rx.Component:
    return line(
        rx.cond(
            one.reports > 0,
            badge(t("discussion.reports", n=one.reports), tone="warn", icon="flag"),
            rx.fragment(),
        ),
        rx.cond(
            one.is_hidden, badge(t("discussion.is_hidden"), tone="warn", icon="eye"), rx.fragment()
        ),
        rx.cond(
            one.is_settled, badge(t("discussion.settled"), tone="ok", icon="check"), rx.fragment()
        ),
        rx.cond(
            one.is_locked, badge(t("discussion.is_locked"), tone="line", icon="lock"), rx.fragment()
        ),
        rx.cond(
            one.is_pinned,
            badge(t("announcement.pinned"), tone="line", icon="bookmark"),
            rx.fragment(),
        ),
    )


def _ask() -> rx.Component:
    return rx.cond(
        DiscussionState.is_read_only,
        rx.fragment(),
        rx.cond(
            DiscussionState.is_asking,
            rx.el.form(
                field(
                    t("discussion.question"),
                    name="title",
                    form="question",
                    max_length=160,
                    auto_focus=True,
                ),
                text_area(
                    t("discussion.details"),
                    name="body",
                    rows=4,
                    max_length=5000,
                    hint=t("discussion.who_sees"),
                ),
                line(
                    button(t("discussion.ask_send"), type="submit", kind="primary", icon="send"),
                    button(t("dialog.cancel"), on_click=DiscussionState.leave_asking),
                ),
                on_submit=DiscussionState.ask,
                class_name="stack gap-4 talk-form",
            ),
            line(
                button(
                    t("discussion.ask"),
                    on_click=DiscussionState.begin_asking,
                    icon="message-square",
                )
            ),
        ),
    )


def _thread() -> rx.Component:
    opened: Item = DiscussionState.opened
    thread = opened.thread
    return rx.el.article(
        line(
            button(
                t("discussion.back"),
                on_click=DiscussionState.close_thread,
                kind="quiet",
                size="sm",
                icon="arrow-left",
            ),
            rx.cond(opened.is_teacher, thread_menu(thread), rx.fragment()),
            spread=True,
        ),
        rx.el.h3(first_of(thread.title, t("discussion.erased"))),
        line(
            rx.el.a(
                thread.lesson_title,
                href=f"/learn/{opened.course_slug}/" + id_of(thread, "lesson_id"),
                class_name="meta",
            ),
            _marks(thread),
            spread=True,
        ),
        rx.el.ol(rx.foreach(opened.posts, post), class_name="rows talk-posts"),
        rx.cond(
            thread.is_locked,
            rx.el.p(t("discussion.locked_note"), class_name="soft"),
            rx.cond(
                DiscussionState.is_read_only,
                rx.fragment(),
                rx.el.form(
                    text_area(
                        t("discussion.answer"),
                        name="body",
                        rows=3,
                        max_length=5000,
                        hint=t("discussion.answer_hint"),
                    ),
                    line(
                        button(
                            t("discussion.answer_send"),
                            type="submit",
                            kind="primary",
                            icon="send",
                        )
                    ),
                    on_submit=DiscussionState.answer,
                    key=DiscussionState.form_round,
                    class_name="stack gap-4 talk-form",
                ),
            ),
        ),
        class_name="stack gap-3",
    )


def _reasons() -> rx.Component:
    """Asked before a post is reported or hidden."""
    return rx.fragment(
        dialog(
            t("discussion.report"),
            _reason(
                t("discussion.report_lead"), t("discussion.report_send"), DiscussionState.report
            ),
            open=DiscussionState.reported != "",
            on_close=DiscussionState.leave_reason,
        ),
        dialog(
            t("discussion.hide"),
            _reason(t("discussion.hide_lead"), t("discussion.hide_send"), DiscussionState.hide),
            open=DiscussionState.hidden != "",
            on_close=DiscussionState.leave_reason,
        ),
    )


def _reason(lead: rx.Var[str], send: rx.Var[str], on_submit: Handler) -> rx.Component:
    return rx.el.form(
        rx.el.p(lead, class_name="soft"),
        field(t("discussion.reason"), name="reason", form="because", max_length=300),
        line(
            button(send, type="submit", kind="primary"),
            button(t("dialog.cancel"), on_click=DiscussionState.leave_reason),
        ),
        on_submit=on_submit,
        class_name="stack gap-4",
    )
