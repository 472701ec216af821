"""/learn/[slug]/[lesson_id]: reading a lesson."""

import reflex as rx

from components.lesson.lesson import lesson, pager, pager_link
from components.lesson.props import BlockProps, QuizStandingProps, Reader, ReferenceProps
from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.empty import obstacle
from components.ui.fold import fold
from components.ui.icons import icon
from components.ui.layout import row
from components.ui.lock import lock_note
from components.ui.outline import OutlineModuleProps, outline
from components.ui.ruler import ruler, ruler_caption
from components.ui.saving import save_state
from components.ui.skeleton import skeleton
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t
from pages.community.discussion import questions_about_lesson
from pages.frame import framed
from pages.learn.fitted import fit_note, preferences_form, reading_button
from state.learning.reader import ReaderState


def reader() -> rx.Component:
    return framed(
        rx.cond(
            ReaderState.is_loaded,
            rx.el.div(
                _rail(), rx.cond(ReaderState.is_locked, _locked(), _sheet()), class_name="reader"
            ),
            rx.cond(
                ReaderState.is_missing,
                obstacle(
                    t("lesson.missing"),
                    t("lesson.missing_hint"),
                    mark="search",
                    actions=[
                        link_button(t("course.browse"), href="/courses", kind="primary"),
                    ],
                ),
                rx.el.div(skeleton(10), class_name="wrap wrap-narrow"),
            ),
        )
    )


def _rail() -> rx.Component:
    enrolment: Item = ReaderState.enrolment
    return rx.el.div(
        rx.el.a(ReaderState.course_title, href=f"/courses/{ReaderState.slug}", class_name="label"),
        rx.cond(
            enrolment,
            rx.el.div(
                ruler(
                    t("lesson.of", n=ReaderState.number, total=ReaderState.lesson_count),
                    done=enrolment.lessons_done,
                    total=enrolment.lessons_total,
                    sizes=ReaderState.sizes.to(list[int]),
                ),
                ruler_caption(
                    t("lesson.of", n=ReaderState.number, total=ReaderState.lesson_count),
                    t(
                        "lesson.done_count",
                        done=enrolment.lessons_done,
                        total=enrolment.lessons_total,
                    ),
                ),
            ),
        ),
        fold(
            t("course.outline"),
            outline(
                ReaderState.outline.to(list[OutlineModuleProps]), current=ReaderState.lesson_id
            ),
            mark="list",
        ),
        class_name="reader-rail",
    )


def _locked() -> rx.Component:
    lock: Item = ReaderState.lock
    return rx.el.div(
        obstacle(
            ReaderState.title,
            rx.fragment(
                t("lock.title"),
                " ",
                lock_note(lock["opens_at"], lock["missing"]),
                ".",
            ),
            mark="lock",
            actions=[
                rx.cond(
                    ReaderState.first_missing != "",
                    link_button(
                        t("lock.go_first"),
                        href=f"/learn/{ReaderState.slug}/{ReaderState.first_missing}",
                        kind="primary",
                    ),
                    link_button(
                        t("home.to_course"), href=f"/courses/{ReaderState.slug}", kind="primary"
                    ),
                )
            ],
        ),
        class_name="sheet",
    )


def _sheet() -> rx.Component:
    return rx.el.div(
        lesson(
            title=ReaderState.title,
            lead=ReaderState.lead,
            blocks=ReaderState.blocks.to(list[BlockProps]),
            references=ReaderState.references.to(list[ReferenceProps]),
            reader=Reader(
                lesson_id=ReaderState.lesson_id,
                is_enrolled=ReaderState.is_enrolled,
                start_block=ReaderState.start_block,
                video_seconds=ReaderState.video_seconds,
                standings=ReaderState.standings.to(list[QuizStandingProps]),
                language=ReaderState.language,
                on_lesson_completed=ReaderState.quiz_completed,
            ),
            bar=row(
                breadcrumb(
                    (t("navigation.home"), "/"),
                    (ReaderState.course_title, f"/courses/{ReaderState.slug}"),
                    (ReaderState.module_title, None),
                ),
                row(
                    reading_button(),
                    rx.cond(
                        ReaderState.is_enrolled,
                        save_state(),
                        badge(t("lesson.looking"), icon="eye"),
                    ),
                ),
                spread=True,
            ),
            about=rx.fragment(_about(), fit_note()),
            after=rx.fragment(
                rx.el.div(_completion(), class_name="lesson-end"),
                _pager(),
                rx.el.div(questions_about_lesson(), class_name="lesson-questions"),
                preferences_form(),
            ),
        ),
        class_name=rx.cond(ReaderState.has_wide_spacing, "sheet is-wide", "sheet"),
    )


def _about() -> rx.Component:
    return title_block(
        t("lesson.about"),
        title_fact(
            t("lesson.lesson"),
            t(
                "lesson.of_minutes",
                n=ReaderState.number,
                total=ReaderState.lesson_count,
                minutes=ReaderState.minutes,
            ),
            rx.cond(ReaderState.is_optional, rx.fragment(", ", t("lesson.is_optional"))),
        ),
        title_fact(
            t("course.text"),
            rx.cond(
                ReaderState.models != "",
                t("course.written_by", models=ReaderState.models),
                t("lesson.by_people"),
            ),
        ),
        title_fact(
            t("course.review"),
            rx.cond(
                ReaderState.reviewed_at != "",
                rx.fragment(
                    t("lesson.reviewed_by", name=ReaderState.reviewed_by),
                    ", ",
                    when(ReaderState.reviewed_at, "day"),
                    rx.cond(
                        ReaderState.is_edited_since_review,
                        rx.fragment(". ", t("review.edited")),
                    ),
                ),
                rx.cond(
                    ReaderState.models != "",
                    t("review.unreviewed"),
                    t("review.none"),
                ),
            ),
        ),
        title_fact(
            t("lesson.support"),
            t("lesson.sourced", sourced=ReaderState.sourced, total=ReaderState.statements),
        ),
    )


def _completion() -> rx.Component:
    return rx.cond(
        ReaderState.is_enrolled,
        rx.cond(
            ReaderState.is_done,
            rx.el.p(icon("check"), t("lesson.completed"), class_name="lesson-done", role="status"),
            rx.cond(
                ReaderState.has_quiz,
                rx.el.p(t("lesson.quiz_completes"), class_name="soft"),
                button(
                    t("lesson.complete"),
                    on_click=ReaderState.complete,
                    kind="primary",
                    icon="check",
                ),
            ),
        ),
    )


def _pager() -> rx.Component:
    previous: Item = ReaderState.previous
    following: Item = ReaderState.following
    return pager(
        previous=rx.cond(
            previous,
            pager_link(
                t("lesson.previous"),
                previous.title,
                f"/learn/{ReaderState.slug}/" + id_of(previous),
                forward=False,
            ),
        ),
        following=rx.cond(
            following,
            pager_link(
                t("lesson.next"),
                following.title,
                f"/learn/{ReaderState.slug}/" + id_of(following),
                forward=True,
            ),
        ),
    )
