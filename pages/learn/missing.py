"""What is still missing before a course is completed, in words that lead there."""

import reflex as rx

from components.ui.layout import section
from components.ui.values import Item, Text, id_of, one_of, text
from components.ui.words import t

SHOWN = 5
"""The rest is in the outline beneath."""


def missing_list(missing: Item, slug: Item) -> rx.Component:
    """For the page of a course."""

    def line(each: Item) -> rx.Component:
        return rx.el.li(_link(each, slug))

    return section(
        t("completion.missing"),
        rx.el.ul(
            rx.foreach(missing[:SHOWN], line),
            rx.cond(
                missing.length() > SHOWN,
                rx.el.li(
                    rx.el.a(t("completion.more", n=missing.length() - SHOWN), href="#outline-title")
                ),
            ),
            class_name="missing",
        ),
        id="missing",
    )


def missing_line(missing: Item, slug: Item) -> rx.Component:
    """For a row of a list of courses: the first thing, and how many there are beside it."""
    return rx.cond(
        missing.length() > 0,
        rx.el.p(
            t("completion.missing"),
            ": ",
            _link(missing[0], slug),
            rx.cond(
                missing.length() > 1,
                rx.fragment(
                    " ",
                    rx.el.a(
                        t("completion.and_more", n=missing.length() - 1),
                        href=f"/courses/{slug}#missing-title",
                    ),
                ),
            ),
            class_name="meta missing-line",
        ),
    )


def _link(each: Item, slug: Item) -> rx.Component:
    return one_of(
        text(each.kind),
        (
            "quiz",
            rx.el.a(
                t(
                    "completion.quiz",
                    n=each.number,
                    title=each.title,
                    percent=each.percent,
                    best=each.best,
                ),
                href=f"/learn/{slug}/" + id_of(each, "lesson_id"),
            ),
        ),
        (
            "lesson",
            rx.el.a(
                t("completion.lesson", n=each.number, title=each.title),
                href=f"/learn/{slug}/" + id_of(each, "lesson_id"),
            ),
        ),
        (
            "assignment",
            rx.el.a(_work(each), href="/assignments/" + id_of(each, "assignment_id")),
        ),
        ("test", rx.el.a(_work(each), href="/tests/" + id_of(each, "exam_id"))),
        rx.el.a(_work(each), href="/classes/" + id_of(each, "classroom_id") + "/mine"),
    )


def _work(each: Item) -> Text:
    """Of a class."""
    return rx.cond(
        each.percent == 0,
        t("completion.work", title=each.title),
        t("completion.work_percent", title=each.title, percent=each.percent),
    )
