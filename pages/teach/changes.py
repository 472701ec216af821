"""/studio/[course_id]/changes: what learners read differently, and telling those whom it concerns."""

import reflex as rx

from components.lesson.changes import changed_lessons
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.card import card
from components.ui.empty import empty_state
from components.ui.field import text_area
from components.ui.layout import page, page_head, row
from components.ui.missing import when_loaded
from components.ui.words import t
from pages.frame import framed
from state.releases.published import PublishedState

LONGEST_NOTE = 2000


def changes() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _changes(),
                is_loaded=PublishedState.is_loaded,
                is_missing=PublishedState.is_missing,
                code="course.not_found",
                back=(t("studio.title"), "/studio"),
            ),
        )
    )


def _changes() -> rx.Component:
    state = PublishedState
    return rx.fragment(
        page_head(
            t("release.title"),
            lead=rx.cond(
                state.before > 0,
                t("release.lead", title=state.title, version=state.version, before=state.before),
                rx.cond(state.version > 0, t("release.first"), t("release.unpublished")),
            ),
            above=breadcrumb(
                (t("studio.title"), "/studio"),
                (state.title, "/studio/" + state.course_id),
                (t("release.title"), None),
            ),
        ),
        rx.cond(
            state.lessons.length() > 0,
            rx.el.div(
                _telling(),
                changed_lessons(state.lessons),
                class_name="stack gap-6",
            ),
            rx.cond(state.before > 0, empty_state(t("release.same", before=state.before))),
        ),
    )


def _telling() -> rx.Component:
    state = PublishedState
    return card(
        rx.cond(
            state.note_id != "",
            row(
                badge(t("release.told", n=state.concerned), tone="ok", icon="check"),
                link_button(
                    t("release.show"),
                    href="/courses/" + state.slug + "/changes/" + state.note_id,
                    size="sm",
                ),
                spread=True,
            ),
            rx.cond(
                state.concerned > 0,
                rx.el.form(
                    rx.el.p(t("release.concerned", n=state.concerned)),
                    text_area(
                        t("release.note"),
                        name="note",
                        hint=t("release.note_hint"),
                        required=False,
                        max_length=LONGEST_NOTE,
                        rows=3,
                    ),
                    row(
                        button(
                            t("release.tell", n=state.concerned),
                            type="submit",
                            kind="primary",
                            icon="send",
                        ),
                        link_button(t("release.not_now"), href="/studio/" + state.course_id),
                    ),
                    on_submit=state.tell,
                    class_name="stack gap-4",
                ),
                rx.el.p(t("release.concerned_nobody")),
            ),
        ),
    )
