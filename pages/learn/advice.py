"""What to study next, and why, in rows."""

import reflex as rx

from components.ui.button import link_button
from components.ui.card import rows
from components.ui.layout import section
from components.ui.lock import lock_note
from components.ui.values import Item, one_of, text
from components.ui.words import t


def advice_section(advice: Item) -> rx.Component:
    """Nothing, when there is nothing to advise."""
    return rx.cond(
        advice.length() > 0,
        section(t("advice.title"), rows(rx.foreach(advice, _row)), id="advice"),
    )


def _row(one: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.h3(
                one_of(
                    text(one.kind),
                    ("review", t("advice.review", n=one.due)),
                    ("strengthen", t("advice.strengthen", lesson=one.lesson)),
                    ("locked", t("advice.locked", lesson=one.lesson)),
                    t("advice.next_lesson", lesson=one.lesson),
                )
            ),
            rx.el.p(_why(one), class_name="soft"),
        ),
        one_of(
            text(one.kind),
            ("locked", rx.fragment()),
            ("review", link_button(t("advice.go_review"), href=one.href)),
            ("strengthen", link_button(t("advice.go_again"), href=one.href)),
            link_button(t("advice.go_on"), href=one.href),
        ),
        class_name="advice-row",
    )


def _why(one: Item) -> rx.Component:
    return one_of(
        text(one.kind),
        ("review", rx.fragment(t("advice.why_review"))),
        (
            "strengthen",
            rx.fragment(
                t(
                    "advice.why_strengthen",
                    objective=one.objective,
                    low=one.low,
                    high=one.high,
                    n=one.answers,
                )
            ),
        ),
        ("locked", lock_note(one.opens_at, one.missing)),
        rx.fragment(
            rx.cond(
                one.objective != "",
                rx.cond(
                    one.answers > 0,
                    t(
                        "advice.why_next_shown",
                        objective=one.objective,
                        low=one.low,
                        high=one.high,
                        n=one.answers,
                    ),
                    t("advice.why_next_new", objective=one.objective),
                ),
                t("advice.why_next"),
            )
        ),
    )
