"""/courses/[slug]/changes/[release_note_id]: what a course says now, against what one had learned."""

import reflex as rx

from components.lesson.changes import changed_lessons
from components.ui.breadcrumb import breadcrumb
from components.ui.card import card
from components.ui.layout import page, page_head
from components.ui.missing import when_loaded
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.releases.told import ToldState


def told_changes() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _told(),
                is_loaded=ToldState.is_loaded,
                is_missing=ToldState.is_missing,
                code="release.not_found",
                back=(t("navigation.home"), "/"),
            ),
        )
    )


def _told() -> rx.Component:
    state = ToldState
    return rx.fragment(
        page_head(
            t("release.title"),
            lead=t("release.lead_learner", title=state.title),
            above=breadcrumb(
                (t("navigation.home"), "/"),
                (state.title, "/courses/" + state.slug),
                (t("release.title"), None),
            ),
        ),
        rx.el.div(
            rx.cond(
                state.note != "",
                card(
                    rx.el.p(state.note, class_name="release-note"),
                    rx.el.p(
                        rx.cond(state.told_by != "", t("release.by", name=state.told_by), ""),
                        " · ",
                        when(state.told_at, "ago"),
                        class_name="meta",
                    ),
                ),
            ),
            changed_lessons(state.lessons, slug=state.slug),
            class_name="stack gap-6",
        ),
    )
