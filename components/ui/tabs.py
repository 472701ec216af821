"""Parts of one thing: tabs on a page, or links to pages beside each other."""

from dataclasses import dataclass
from typing import Any

import reflex as rx

from components.ui.values import Flag, Handler, Text, given


class Tabs(rx.Component):
    library = "$/public/client/tabs.jsx"
    tag = "Tabs"

    label: rx.Var[str]
    names: rx.Var[list[dict[str, Any]]]
    value: rx.Var[str]
    on_change: rx.EventHandler[rx.event.passthrough_event_spec(str)]


@dataclass(frozen=True, slots=True)
class Tab:
    id: str
    words: Text
    panel: rx.Component


def tabs(
    label: Text, *items: Tab, value: Text | None = None, on_change: Handler | None = None
) -> rx.Component:
    """Arrows move among them, and what was left in one is kept.

    Opens the first unless `value` says which; `on_change` gets the id of the tab that was chosen."""
    return Tabs.create(
        *(rx.el.div(item.panel) for item in items),
        label=label,
        names=[{"id": item.id, "label": item.words} for item in items],
        **given(value=value, on_change=on_change),
    )


@dataclass(frozen=True, slots=True)
class PageLink:
    words: Text
    href: Text
    is_here: Flag


def page_links(label: Text, *links: PageLink) -> rx.Component:
    return rx.el.nav(
        *(
            rx.el.a(
                link.words,
                href=link.href,
                aria_current=rx.cond(link.is_here, "page", "false"),
            )
            for link in links
        ),
        class_name="tab-strip",
        aria_label=label,
    )
