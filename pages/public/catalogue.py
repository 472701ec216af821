"""/courses: finding a course."""

from typing import Any

import reflex as rx

from components.ui.button import button
from components.ui.card import course_card, grid
from components.ui.choice import checkbox, facet
from components.ui.empty import empty_state
from components.ui.field import search_field
from components.ui.fold import fold
from components.ui.layout import page, page_head, with_filters
from components.ui.skeleton import skeleton_cards
from components.ui.values import Item
from components.ui.words import t, t_in
from pages.frame import framed
from pages.public.course_facts import entry_facts
from state.courses.catalogue import CatalogueState, Facet


def catalogue() -> rx.Component:
    return framed(
        page(
            rx.el.div(
                page_head(t("catalogue.title"), lead=t("catalogue.lead")),
                search_field(
                    t("catalogue.search"),
                    name="text",
                    placeholder=t("catalogue.search_hint"),
                    default_value=CatalogueState.text,
                    on_change=CatalogueState.search.debounce(300),
                ),
                class_name="catalogue-head",
            ),
            rx.cond(
                CatalogueState.is_loaded,
                with_filters(_filters(), _results()),
                skeleton_cards(),
            ),
        )
    )


def _filters() -> rx.Component:
    return fold(
        t("catalogue.filters", n=CatalogueState.chosen_count),
        _facet("subject", CatalogueState.subjects),
        _facet("review", CatalogueState.review),
        _facet("level", CatalogueState.levels),
        _facet("length", CatalogueState.lengths),
        _facet("language", CatalogueState.languages),
        mark="filter",
    )


def _facet(name: Facet, values: Item) -> rx.Component:
    def choice(value: Item) -> rx.Component:
        words = value.value if name == "subject" else t_in(f"facet_{name}", value.value)
        return checkbox(
            words,
            name=f"{name}",
            checked=value.is_chosen,
            count=value.count,
            on_change=_choosing(name, value.value),
        )

    return rx.cond(
        values.length() > 0, facet(t(f"catalogue.facet.{name}"), rx.foreach(values, choice))
    )


def _choosing(name: Facet, value: Item) -> Any:
    def choose(is_on: rx.Var[bool]) -> Any:
        return CatalogueState.choose(name, value, is_on)

    return choose


def _results() -> rx.Component:
    return rx.el.section(
        rx.el.div(
            rx.el.h2(rx.el.span(t("catalogue.count", n=CatalogueState.total), role="status")),
            rx.cond(
                (CatalogueState.chosen_count > 0) | (CatalogueState.text != ""),
                button(t("catalogue.clear"), on_click=CatalogueState.clear, size="sm", icon="x"),
            ),
            class_name="head",
        ),
        rx.cond(
            CatalogueState.entries.length() > 0,
            grid(rx.foreach(CatalogueState.entries, course_entry), label=t("catalogue.title")),
            rx.cond(
                (CatalogueState.chosen_count > 0) | (CatalogueState.text != ""),
                empty_state(
                    t("catalogue.nothing_found", text=CatalogueState.text),
                    action=button(t("catalogue.clear"), on_click=CatalogueState.clear),
                ),
                empty_state(t("catalogue.empty")),
            ),
        ),
        rx.cond(
            CatalogueState.has_more,
            rx.el.div(
                rx.el.p(
                    t(
                        "catalogue.shown",
                        shown=CatalogueState.entries.length(),
                        total=CatalogueState.total,
                    ),
                    class_name="meta",
                ),
                button(t("catalogue.more"), on_click=CatalogueState.show_more),
                class_name="row spread results-more",
            ),
        ),
        aria_label=t("catalogue.title"),
    )


def course_entry(entry: Item) -> rx.Component:
    return course_card(
        title=entry.title,
        href=f"/courses/{entry.slug}",
        summary=entry.summary,
        picture=entry.cover,
        facts=entry_facts(entry),
    )
