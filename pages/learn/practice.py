"""/practice: the questions that are due, how many new ones a day, and the way to Anki."""

import reflex as rx

from components.lesson.practice import practice_desk
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.card import rows
from components.ui.field import select
from components.ui.layout import page, page_head, section, soft
from components.ui.skeleton import skeleton
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.practice.today import PracticeState

NUMBERS = (0, 5, 10, 20, 30, 50)
PACKAGE = "/api/v1/practice/practice.apkg"


def practice() -> rx.Component:
    return framed(
        page(
            page_head(
                t("practice.title"),
                lead=t("practice.lead"),
                above=breadcrumb((t("navigation.home"), "/"), (t("practice.title"), None)),
            ),
            rx.cond(PracticeState.is_loaded, _practice(), skeleton(8)),
            width="narrow",
        )
    )


def _practice() -> rx.Component:
    summary: Item = PracticeState.summary
    return rx.el.div(
        practice_desk(course=PracticeState.course_id, on_changed=PracticeState.refresh),
        rx.cond(
            summary.cards > 0,
            rx.fragment(
                section(
                    t("practice.settings"),
                    rx.el.div(
                        select(
                            t("practice.new_per_day"),
                            [(str(number), str(number)) for number in NUMBERS],
                            name="new_per_day",
                            hint=t("practice.new_per_day_hint"),
                            value=PracticeState.new_per_day,
                            on_change=PracticeState.choose_new_per_day,
                        ),
                        link_button(
                            t("practice.to_anki"), href=PACKAGE, native=True, icon="download"
                        ),
                        class_name="practice-tools",
                    ),
                    id="settings",
                ),
                section(
                    t("practice.cards", n=summary.cards),
                    soft(t("practice.cards_lead")),
                    rows(rx.foreach(PracticeState.cards, _card)),
                    rx.cond(PracticeState.has_more, soft(t("practice.cards_more"))),
                    id="cards",
                ),
            ),
        ),
        class_name="practice-page",
    )


def _card(card: Item) -> rx.Component:
    return rx.el.li(
        rx.el.div(
            rx.el.p(card.stem),
            rx.el.p(
                card.course_title,
                ", ",
                card.lesson_title,
                ". ",
                rx.cond(
                    card.is_put_away,
                    t("practice.is_put_away"),
                    rx.cond(
                        card.is_due,
                        t("practice.due_now"),
                        rx.fragment(t("practice.due"), " ", when(card.due_at, "moment")),
                    ),
                ),
                class_name="meta",
            ),
        ),
        rx.cond(
            card.is_put_away,
            button(
                t("practice.bring_back"),
                on_click=PracticeState.put_away(id_of(card), False),
                kind="quiet",
                size="sm",
            ),
        ),
        class_name="row spread card-row",
    )
