"""Beside the open lesson: the sources that a course stands on, and a search in them."""

import reflex as rx

from components.ui.button import button
from components.ui.choice import switch
from components.ui.field import field, search_field
from components.ui.menu import menu_item, more_menu
from components.ui.notice import banner
from components.ui.size import size
from components.ui.uploader import uploader
from components.ui.values import Item, id_of
from components.ui.words import t, t_error, t_in
from state.sources.panel import SourcesPanelState


def sources_panel() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("editor.sources")),
        rx.cond(
            SourcesPanelState.stale > 0,
            banner(
                t("sources.reindex", n=SourcesPanelState.stale),
                button(t("sources.reindex_button"), on_click=SourcesPanelState.reindex, size="sm"),
                icon="refresh-cw",
            ),
        ),
        rx.cond(
            SourcesPanelState.sources.length() > 0,
            rx.fragment(
                _search(),
                rx.el.ul(rx.foreach(SourcesPanelState.sources, _source), class_name="rows"),
            ),
            rx.el.p(t("editor.no_sources"), class_name="soft"),
        ),
        uploader(
            url=SourcesPanelState.upload_url,
            label=t("editor.add_sources"),
            hint=t("new_course.kinds"),
            lets=True,
        ),
        rx.el.form(
            field(
                t("sources.address"),
                name="url",
                hint=t("sources.address_hint"),
                max_length=2000,
                placeholder="https://",
            ),
            button(t("sources.add_address"), type="submit", icon="link", size="sm"),
            on_submit=SourcesPanelState.add_address,
            reset_on_submit=True,
            class_name="form",
        ),
        switch(
            t("sources.shows"),
            name="shows_sources",
            checked=SourcesPanelState.shows_sources,
            on_change=SourcesPanelState.show,
        ),
    )


def _search() -> rx.Component:
    return rx.fragment(
        rx.el.form(
            search_field(
                t("sources.search"), name="query", placeholder=t("sources.search"), max_length=200
            ),
            on_submit=SourcesPanelState.search,
        ),
        rx.cond(
            SourcesPanelState.has_searched,
            rx.el.div(
                rx.cond(
                    SourcesPanelState.is_by_words_only,
                    rx.el.p(t("sources.by_words_only"), class_name="meta"),
                ),
                rx.cond(
                    SourcesPanelState.found.length() > 0,
                    rx.el.ol(rx.foreach(SourcesPanelState.found, _found), class_name="rows"),
                    rx.el.p(
                        t("sources.search_empty", query=SourcesPanelState.query), class_name="soft"
                    ),
                ),
                role="status",
            ),
        ),
    )


def _found(item: Item) -> rx.Component:
    return rx.el.li(
        rx.el.a(
            item["filename"].to(str),
            rx.cond(
                item["page"].to(int) > 0,
                rx.fragment(", ", t("sources.page", n=item["page"].to(int))),
            ),
            href=item["href"].to(str),
            target="_blank",
        ),
        rx.cond(item["path"] != "", rx.el.p(item["path"].to(str), class_name="meta")),
        rx.el.p(item["text"].to(str), class_name="soft"),
        key=item["id"].to(str),
    )


def _source(source: Item) -> rx.Component:
    source_id = id_of(source)
    return rx.el.li(
        rx.el.div(
            rx.el.a(source.filename, href="/sources/" + source_id, target="_blank"),
            rx.cond(source.state == "failed", _failure(source), _facts(source)),
            rx.cond(
                SourcesPanelState.scans.contains(source_id),
                rx.el.p(
                    t(
                        "sources.scanned",
                        n=source.scanned_pages.length(),
                        list=SourcesPanelState.scans[source_id],
                    ),
                    class_name="hint",
                ),
            ),
            rx.cond(
                source.recogniser != "",
                rx.el.p(
                    t(
                        "sources.recognised",
                        n=source.recognised_pages.length(),
                        engine=source.recogniser,
                    ),
                    class_name="hint",
                ),
            ),
            rx.cond(
                SourcesPanelState.replacing == source_id,
                uploader(
                    url=SourcesPanelState.edition_url,
                    label=t("sources.new_edition", filename=source.filename),
                    hint=t("sources.new_edition_hint"),
                    on_change=SourcesPanelState.replaced,
                ),
            ),
        ),
        more_menu(
            t("sources.more", filename=source.filename),
            menu_item(t("sources.open"), href="/sources/" + source_id, icon="book-open"),
            menu_item(
                t("sources.new_edition", filename=source.filename),
                on_click=SourcesPanelState.replace(source_id),
                icon="history",
            ),
            menu_item(
                t("sources.remove"),
                on_click=SourcesPanelState.remove(source_id),
                icon="trash-2",
                danger=True,
            ),
        ),
        class_name="about-row",
        key=source_id,
    )


def _failure(source: Item) -> rx.Component:
    return rx.el.p(
        t_error(
            source.failure_code,
            facts={"filename": source.filename},
            fallback=source.failure_message,
        ),
        " ",
        source.failure_hint,
        class_name="field-error",
    )


def _facts(source: Item) -> rx.Component:
    return rx.el.p(
        t_in("source_state", source.state),
        rx.cond(source.pages, rx.fragment(", ", t("source.pages", n=source.pages))),
        ", ",
        size(source.size),
        rx.cond(source.edition > 1, rx.fragment(", ", t("sources.edition", n=source.edition))),
        class_name="meta",
    )
