"""/courses/[slug]: what a course is, and where I am in it."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.card import cover
from components.ui.empty import obstacle
from components.ui.icons import icon
from components.ui.layout import page, section
from components.ui.lock import lock_note
from components.ui.ruler import ruler, ruler_caption
from components.ui.skeleton import skeleton
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.frame import framed
from pages.learn.mastery import objectives_section
from pages.learn.missing import missing_list
from pages.public.course_facts import duration, review
from state.courses.course_page import CoursePageState
from state.session import SessionState


def course() -> rx.Component:
    return framed(
        page(
            rx.cond(
                CoursePageState.page,
                _course(),
                rx.cond(
                    CoursePageState.is_missing,
                    obstacle(
                        t("course.missing"),
                        t("course.missing_hint"),
                        mark="search",
                        actions=[link_button(t("course.browse"), href="/courses", kind="primary")],
                    ),
                    skeleton(8),
                ),
            ),
        )
    )


def _course() -> rx.Component:
    shown: Item = CoursePageState.page
    outline = shown.outline
    return rx.el.article(
        breadcrumb((t("catalogue.title"), "/courses"), (outline.title, None)),
        rx.el.header(
            cover(outline.cover),
            rx.el.div(
                rx.el.h1(outline.title),
                rx.el.p(outline.summary, class_name="soft"),
                _progress(),
                rx.el.div(_actions(), class_name="form-actions course-actions"),
                class_name="course-intro",
            ),
            class_name="course-head",
        ),
        title_block(
            t("course.about"),
            title_fact(
                t("course.size"),
                t("course.lessons", n=outline.lesson_count),
                ", ",
                duration(outline.minutes),
            ),
            title_fact(t("course.level"), t_in("level", outline.level)),
            title_fact(
                t("course.text"),
                rx.cond(
                    outline.models.length() > 0,
                    t("course.written_by", models=outline.models.join(", ")),
                    rx.cond(
                        outline.author != "",
                        t("course.written_by", models=outline.author),
                        t("course.written_by_product"),
                    ),
                ),
            ),
            title_fact(
                t("course.review"),
                review(shown.is_reviewed, outline.models.length() > 0),
            ),
            title_fact(
                t("course.version"),
                t("course.version_number", n=shown.version_number),
                ", ",
                when(shown.published_at, "day"),
            ),
        ),
        rx.cond(
            CoursePageState.missing.length() > 0,
            missing_list(CoursePageState.missing, outline.slug),
        ),
        rx.cond(outline.objectives.length() > 0, objectives_section()),
        section(
            t("course.outline"),
            rx.el.ol(rx.foreach(CoursePageState.modules, _module), class_name="course-outline"),
            id="outline",
        ),
        class_name="course-page",
    )


def _actions() -> rx.Component:
    shown: Item = CoursePageState.page
    outline = shown.outline
    return rx.fragment(
        rx.cond(
            shown.standing,
            rx.cond(
                shown.standing.completed_at,
                link_button(
                    t("course.read_again"), href=CoursePageState.continue_href, icon="book-open"
                ),
                link_button(
                    rx.cond(
                        shown.standing.lessons_done > 0, t("course.continue"), t("course.begin")
                    ),
                    href=CoursePageState.continue_href,
                    kind="primary",
                    size="lg",
                    icon_after="arrow-right",
                ),
            ),
            rx.cond(
                CoursePageState.is_viewing,
                link_button(
                    t("course.begin"),
                    href=CoursePageState.continue_href,
                    kind="primary",
                    size="lg",
                    icon_after="arrow-right",
                ),
                _enrol(shown),
            ),
        ),
        rx.cond(
            shown.standing,
            link_button(t("my_progress.title"), href="/progress/" + id_of(outline, "course_id")),
        ),
        rx.cond(
            CoursePageState.has_certificate,
            link_button(
                t("certificate.yours"), href="/account#certificates-title", icon="file-text"
            ),
        ),
        rx.cond(
            shown.can_edit,
            link_button(
                t("course.edit"),
                href="/studio/" + shown.outline.to(dict[str, str])["course_id"],
                icon="pencil",
            ),
        ),
    )


def _enrol(shown: Item) -> rx.Component:
    return rx.cond(
        SessionState.role != "",
        button(t("course.enrol"), on_click=CoursePageState.enrol, kind="primary", size="lg"),
        link_button(
            t("course.sign_in_to_enrol"),
            href=f"/sign-in?next=/courses/{shown.outline.slug}",
            kind="primary",
            size="lg",
        ),
    )


def _progress() -> rx.Component:
    shown: Item = CoursePageState.page
    standing = shown.standing
    return rx.cond(
        standing,
        rx.el.div(
            ruler(
                t("course.progress", done=standing.lessons_done, total=standing.lessons_total),
                done=standing.lessons_done,
                total=standing.lessons_total,
                sizes=CoursePageState.sizes.to(list[int]),
            ),
            ruler_caption(
                t("course.progress", done=standing.lessons_done, total=standing.lessons_total),
                rx.cond(
                    standing.completed_at,
                    rx.fragment(t("course.completed"), " ", when(standing.completed_at, "day")),
                    rx.fragment(t("course.last_here"), " ", when(standing.active_at, "ago")),
                ),
            ),
            class_name="course-scale",
        ),
    )


def _module(module: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(
                rx.el.span(module["number"].to(str), class_name="num"),
                rx.el.span(module["title"].to(str)),
            ),
            rx.el.p(module["summary"].to(str), class_name="soft"),
            rx.cond(
                module["total"].to(int) > 0,
                rx.el.p(
                    t("completion.module", done=module["done"], total=module["total"]),
                    class_name="meta",
                ),
            ),
            class_name="course-module",
        ),
        rx.el.ol(
            rx.foreach(module["lessons"].to(list[dict[str, str]]), _lesson), class_name="rows"
        ),
    )


def _lesson(lesson: Item) -> rx.Component:
    shown: Item = CoursePageState.page
    is_next = shown.standing & (lesson["href"] == CoursePageState.continue_href)
    return rx.el.li(
        rx.cond(
            lesson["is_done"],
            icon("check"),
            rx.cond(
                lesson["is_locked"],
                icon("lock"),
                rx.cond(is_next, icon("circle-dot"), icon("circle")),
            ),
        ),
        rx.el.span(lesson["number"], class_name="num"),
        rx.el.span(
            rx.cond(
                shown.standing | shown.can_edit | CoursePageState.is_viewing,
                rx.el.a(lesson["title"], href=lesson["href"]),
                rx.el.span(lesson["title"]),
            ),
            rx.cond(lesson["is_done"], rx.el.span(" ", t("stage.done"), class_name="vh")),
            rx.cond(
                lesson["is_optional"], rx.el.span(" ", t("lesson.optional"), class_name="meta")
            ),
            rx.cond(
                lesson["is_locked"],
                rx.el.span(
                    lock_note(lesson["opens_at"], lesson["missing"]), class_name="meta lesson-lock"
                ),
            ),
            class_name="course-lesson",
        ),
        rx.el.span(t("course.minutes", minutes=lesson["minutes"]), class_name="meta"),
        class_name=rx.cond(
            lesson["is_done"],
            "course-row-lesson is-done",
            rx.cond(is_next, "course-row-lesson is-next", "course-row-lesson"),
        ),
    )
