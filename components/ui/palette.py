"""The command palette: Ctrl or Cmd K, places and actions first, then what the server finds."""

from typing import Any, TypedDict

import reflex as rx

from components.ui.values import Handler, given


class PaletteItem(TypedDict, total=False):
    """Somewhere to go (`href`) or something to do (`id`). Named by a catalogue key, or by `title`."""

    id: str
    href: str
    word: str
    title: str
    kind: str
    """What it is, named in the catalogue as `palette_kind.<kind>`."""
    about: str
    """What it belongs to, in place of its kind."""
    keys: str


class Palette(rx.Component):
    library = "$/public/client/palette.jsx"
    tag = "Palette"

    items: rx.Var[list[Any]]
    search_url: rx.Var[str]
    on_choose: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def palette(
    items: list[PaletteItem] | rx.Var[list[PaletteItem]],
    *,
    search_url: str | None = None,
    on_choose: Handler | None = None,
) -> rx.Component:
    """A button in the bar and the dialog it opens.

    `search_url` answers `?q=` with `{"items": [PaletteItem, …]}`; while nothing is typed it is asked
    for what is latest. `on_choose` gets the id of an item that has no address.
    """
    return Palette.create(items=items, **given(search_url=search_url, on_choose=on_choose))
