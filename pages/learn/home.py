"""/: what to do next; for a visitor, what this school teaches."""

import reflex as rx

from components.ui.button import link_button
from components.ui.card import continue_card, course_row, grid, rows
from components.ui.empty import empty_state
from components.ui.layout import page, page_head, section, split
from components.ui.ruler import ruler, ruler_caption
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, show_rows, table
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t
from pages.community.announcements import news
from pages.frame import framed
from pages.learn.advice import advice_section
from pages.learn.missing import missing_line
from pages.public.catalogue import course_entry
from state.learning.home import HomeState
from state.session import SessionState


def home() -> rx.Component:
    return framed(
        page(
            rx.cond(
                HomeState.is_loaded,
                rx.cond(SessionState.role != "", _mine(), _front()),
                skeleton(8),
            )
        )
    )


def _front() -> rx.Component:
    return rx.el.div(
        page_head(
            t("front.title"),
            lead=t("front.lead"),
            actions=[
                link_button(t("front.browse"), href="/courses", kind="primary"),
                link_button(t("account.sign_in"), href="/sign-in"),
            ],
        ),
        _new(),
        class_name="home",
    )


def _mine() -> rx.Component:
    return rx.el.div(
        rx.cond(
            HomeState.next_up,
            _continue(),
            page_head(
                t("home.title", name=SessionState.name),
                lead=rx.cond(
                    HomeState.courses.length() > 0, t("home.all_done"), t("home.nothing_yet")
                ),
                actions=[link_button(t("front.browse"), href="/courses", kind="primary")],
            ),
        ),
        rx.cond(
            HomeState.advice.length() > 0,
            advice_section(HomeState.advice),
            rx.cond(HomeState.practice_due > 0, _practice()),
        ),
        news(),
        rx.cond(
            HomeState.courses.length() > 0,
            split(
                section(
                    t("home.courses"),
                    rows(rx.foreach(HomeState.courses, _course)),
                    id="courses",
                    more=rx.el.a(t("front.browse"), href="/courses"),
                ),
                _week(),
            ),
        ),
        rx.cond(HomeState.classes.length() > 0, _classes()),
        rx.cond(HomeState.new_courses.length() > 0, _new()),
        class_name="home",
    )


def _practice() -> rx.Component:
    """Where no course is to be gone on with, what was learned is still to be kept."""
    return section(
        t("practice.title"),
        rx.el.div(
            rx.el.p(t("advice.review", n=HomeState.practice_due)),
            link_button(t("advice.go_review"), href="/practice"),
            class_name="advice-row",
        ),
        id="practice",
    )


def _continue() -> rx.Component:
    up: Item = HomeState.next_up
    course, stopped = up.course, up.stopped_at
    return continue_card(
        place=t("home.place", course=course.title, n=up.module_number, module=up.module_title),
        title=course.next_lesson_title,
        summary=t(
            "home.stopped." + stopped.kind.to(str),
            number=stopped.number,
            title=stopped.title,
            minutes=stopped.minutes_left,
        ),
        scale=rx.fragment(
            ruler(
                t("lesson.of", n=course.next_lesson_number, total=course.enrolment.lessons_total),
                done=course.enrolment.lessons_done,
                total=course.enrolment.lessons_total,
            ),
            ruler_caption(
                t("lesson.of", n=course.next_lesson_number, total=course.enrolment.lessons_total),
                rx.cond(up.saved_at, rx.fragment(t("home.saved"), " ", when(up.saved_at, "ago"))),
            ),
        ),
        actions=[
            link_button(
                t("home.continue"),
                href=f"/learn/{course.slug}/" + id_of(course, "next_lesson_id"),
                kind="primary",
                size="lg",
                icon_after="arrow-right",
            ),
            link_button(t("home.to_course"), href=f"/courses/{course.slug}", kind="quiet"),
        ],
        picture=course.cover,
    )


def _course(course: Item) -> rx.Component:
    enrolment = course.enrolment
    words = t("course.progress", done=enrolment.lessons_done, total=enrolment.lessons_total)
    return course_row(
        title=course.title,
        href=f"/courses/{course.slug}",
        meta=rx.cond(
            course.class_name != "",
            t("home.class", name=course.class_name),
            rx.cond(course.is_reviewed, t("review.reviewed"), t("home.not_all_reviewed")),
        ),
        picture=course.cover,
        progress=rx.fragment(
            ruler(words, done=enrolment.lessons_done, total=enrolment.lessons_total, small=True),
            ruler_caption(
                words,
                rx.cond(
                    enrolment.completed_at,
                    t("state.completed"),
                    rx.cond(course.lock, _waits(course), ""),
                ),
            ),
            missing_line(course.missing, course.slug),
            rx.el.a(
                t("my_progress.title"),
                href="/progress/" + id_of(course, "course_id"),
                class_name="meta",
            ),
        ),
    )


def _classes() -> rx.Component:
    return section(t("my_work.title"), rows(rx.foreach(HomeState.classes, _class)), id="my-classes")


def _class(room: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(room.name, href="/classes/" + id_of(room) + "/mine"),
        rx.el.span(room.course_title, class_name="meta"),
        class_name="row spread work-row",
    )


def _waits(course: Item) -> rx.Component:
    """Why even the next lesson cannot be opened yet."""
    return rx.cond(
        course.lock.opens_at,
        rx.fragment(t("home.next_opens"), " ", when(course.lock.opens_at, "opening")),
        t("home.next_waits"),
    )


def _week() -> rx.Component:
    return section(
        t("home.week"),
        rx.cond(
            HomeState.minutes > 0,
            rx.fragment(
                rx.el.div(
                    rx.foreach(HomeState.week, _bar), class_name="week-bars", aria_hidden="true"
                ),
                rx.el.p(
                    t("home.week_sum", minutes=HomeState.minutes, days=HomeState.active_days),
                    class_name="soft week-sum",
                ),
                show_rows(
                    table(
                        [Column(t("home.day")), Column(t("home.minutes"), numeric=True)],
                        rx.foreach(HomeState.week, _day),
                        label=t("home.week"),
                    )
                ),
            ),
            empty_state(t("home.no_minutes")),
        ),
        id="week",
    )


def _bar(day: Item) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            rx.cond(
                day.minutes > 0,
                rx.fragment(
                    rx.el.span(day.minutes.to(str)),
                    rx.el.i(style={"--share": day.minutes / HomeState.most_minutes}),
                ),
            ),
            class_name="week-column",
        ),
        rx.el.span(when(day.day, "weekday_only"), class_name="week-day"),
        class_name="week-bar",
    )


def _day(day: Item) -> rx.Component:
    return row(
        row_head(when(day.day, "weekday")), cell(day.minutes, label=t("home.minutes"), numeric=True)
    )


def _new() -> rx.Component:
    return section(
        t("front.courses"),
        rx.cond(
            HomeState.new_courses.length() > 0,
            grid(rx.foreach(HomeState.new_courses, course_entry), label=t("front.courses")),
            empty_state(t("catalogue.empty")),
        ),
        id="new-courses",
        more=rx.el.a(t("front.all"), href="/courses"),
    )
