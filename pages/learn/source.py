"""/sources/[source_id]: the page or the passage that was cited, with the quote marked."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import link_button
from components.ui.callout import callout
from components.ui.layout import page, page_head, row, soft
from components.ui.missing import when_loaded
from components.ui.values import Item
from components.ui.words import t
from pages.frame import framed
from state.sources.place import PlaceState


def source() -> rx.Component:
    return framed(
        page(
            when_loaded(
                _source(),
                is_loaded=PlaceState.is_loaded,
                is_missing=PlaceState.is_missing,
                code="source.not_found",
                back=(t("navigation.home"), "/"),
            ),
            width="wide",
        )
    )


def _source() -> rx.Component:
    return rx.fragment(
        page_head(
            PlaceState.title,
            lead=rx.cond(
                PlaceState.page > 0,
                t("place.page", n=PlaceState.page, of=PlaceState.pages),
                t("place.passages"),
            ),
            actions=[
                rx.cond(
                    PlaceState.previous_href != "",
                    link_button(
                        t("place.previous"), href=PlaceState.previous_href, icon="arrow-left"
                    ),
                ),
                rx.cond(
                    PlaceState.next_href != "",
                    link_button(t("place.next"), href=PlaceState.next_href, icon="arrow-right"),
                ),
            ],
        ),
        row(
            badge(t("place.edition", n=PlaceState.edition)),
            rx.cond(
                PlaceState.is_current, rx.fragment(), badge(t("place.superseded"), tone="warn")
            ),
            rx.cond(
                PlaceState.url != "",
                rx.el.a(PlaceState.url, href=PlaceState.url, rel="noreferrer", class_name="meta"),
            ),
        ),
        rx.cond(
            PlaceState.quote != "",
            rx.cond(
                PlaceState.is_exact,
                rx.el.blockquote(PlaceState.quote, class_name="place-quote"),
                callout(
                    rx.el.blockquote(PlaceState.quote, class_name="place-quote"),
                    title=t("place.not_exact"),
                    tone="warning",
                ),
            ),
        ),
        rx.el.div(
            rx.cond(
                PlaceState.picture != "",
                rx.el.figure(
                    rx.el.img(
                        src=PlaceState.picture,
                        alt=t("place.picture", n=PlaceState.page, title=PlaceState.title),
                        style={"aspectRatio": PlaceState.ratio},
                    ),
                    rx.foreach(PlaceState.marks, _mark),
                    class_name="place-page",
                ),
            ),
            rx.el.section(
                rx.cond(
                    PlaceState.picture != "",
                    rx.el.h2(t("place.text"), class_name="place-text-title"),
                ),
                rx.foreach(PlaceState.passages, _passage),
                rx.cond(PlaceState.passages.length() == 0, soft(t("place.no_text"))),
                class_name="place-text",
            ),
            class_name=rx.cond(PlaceState.picture != "", "place has-page", "place"),
        ),
    )


def _mark(style: Item, index: Item) -> rx.Component:
    return rx.el.span(style=style, key=index, class_name="place-mark", aria_hidden="true")


def _passage(item: Item) -> rx.Component:
    return rx.el.article(
        rx.cond(item["path"] != "", rx.el.p(item["path"], class_name="meta")),
        rx.cond(
            item["kind"] == "table",
            rx.el.div(
                rx.el.table(rx.el.tbody(rx.foreach(item["cells"].to(list[list[str]]), _table_row))),
                class_name="place-table",
                tab_index=0,
                role="region",
                aria_label=t("place.table"),
            ),
            rx.el.p(
                item["before"].to(str),
                rx.cond(item["marked"] != "", rx.el.mark(item["marked"].to(str), id="place")),
                item["after"].to(str),
                class_name=rx.cond(item["kind"] == "code", "place-code", "place-words"),
            ),
        ),
        class_name=rx.cond(item["is_here"].to(bool), "place-passage is-here", "place-passage"),
        key=item["id"].to(str),
    )


def _table_row(cells: Item) -> rx.Component:
    return rx.el.tr(rx.foreach(cells, _cell))


def _cell(cell: Item) -> rx.Component:
    return rx.el.td(cell)
