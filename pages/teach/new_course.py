"""/studio/new: topic, audience, level, length, language and files."""

import reflex as rx

from components.ui.breadcrumb import breadcrumb
from components.ui.button import button
from components.ui.field import field, select
from components.ui.layout import page, page_head, section
from components.ui.notice import banner
from components.ui.uploader import uploader
from components.ui.values import Item
from components.ui.words import t, t_in
from pages.frame import framed
from state.generation.new_course import NewCourseState

LEVELS = ("introductory", "intermediate", "advanced")
LANGUAGES = ("en", "es", "fr", "de", "it", "pt")
LENGTHS = (2, 4, 6, 8, 12, 16, 24)


def new_course() -> rx.Component:
    return framed(
        page(
            page_head(
                t("new_course.title"),
                lead=t("new_course.lead"),
                above=breadcrumb((t("studio.title"), "/studio"), (t("new_course.title"), None)),
            ),
            rx.foreach(NewCourseState.missing, _missing),
            rx.el.form(
                section(
                    t("new_course.about"),
                    field(
                        t("new_course.topic"),
                        name="topic",
                        hint=t("new_course.topic_hint"),
                        max_length=200,
                        min_length=3,
                    ),
                    field(
                        t("new_course.audience"),
                        name="audience",
                        hint=t("new_course.audience_hint"),
                        max_length=200,
                        min_length=2,
                    ),
                    rx.el.div(
                        select(
                            t("new_course.level"),
                            [(level, t_in("level", level)) for level in LEVELS],
                            name="level",
                        ),
                        select(
                            t("new_course.length"),
                            [(str(n), t("new_course.lessons", n=n)) for n in LENGTHS],
                            name="lesson_count",
                            default_value="6",
                        ),
                        select(
                            t("new_course.language"),
                            [(code, t_in("language", code)) for code in LANGUAGES],
                            name="language",
                        ),
                        class_name="field-row",
                    ),
                    id="about",
                ),
                section(
                    t("new_course.sources"),
                    rx.el.p(t("new_course.sources_hint"), class_name="soft"),
                    uploader(on_change=NewCourseState.set_sources, hint=t("new_course.kinds")),
                    id="sources",
                ),
                rx.el.div(
                    button(t("new_course.generate"), type="submit", kind="primary", size="lg"),
                    rx.el.p(t("new_course.promise"), class_name="hint"),
                    class_name="form-actions",
                ),
                _takes(),
                on_submit=NewCourseState.start,
                class_name="form",
            ),
            width="narrow",
        )
    )


def _takes() -> rx.Component:
    """How long it takes, as far as that was measured, and what may still be used."""
    found: Item = NewCourseState.estimate
    return rx.el.div(
        rx.cond(
            NewCourseState.estimate,
            rx.cond(
                found.jobs > 0,
                rx.el.p(
                    t(
                        "new_course.estimate",
                        minutes=found.minutes,
                        **{"from": found.minutes_from, "to": found.minutes_to},
                        tokens=found.tokens,
                        n=found.jobs,
                    )
                ),
                rx.el.p(t("new_course.no_estimate")),
            ),
        ),
        rx.foreach(NewCourseState.budgets, _budget),
        class_name="hint stack gap-1",
    )


def _budget(budget: Item) -> rx.Component:
    return rx.el.p(
        t(
            "new_course.budget",
            scope=budget.scope,
            left=budget.left,
            amount=budget.amount,
            measure=budget.measure,
            period=budget.period,
        )
    )


def _missing(part: Item) -> rx.Component:
    return rx.cond(
        part.is_coming,
        banner(
            t_in("new_course.part_coming", part.name, title=part.title, percent=part.percent),
            icon="clock",
        ),
        banner(
            t_in("new_course.part_missing", part.name, title=part.title),
            tone="warn",
            icon="triangle-alert",
        ),
    )
