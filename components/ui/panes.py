"""Three panes: something to pick from, the thing itself, something beside it.

From 1280 px all three stand side by side; from 832 px the third is a drawer; below, all are tabs.
"""

from dataclasses import dataclass

import reflex as rx

from components.ui.values import Child, Text, given


class Panes(rx.Component):
    library = "$/public/client/panes.jsx"
    tag = "Panes"

    names: rx.Var[list[str]]
    start: rx.Var[int]
    open_label: rx.Var[str]


@dataclass(frozen=True, slots=True)
class Pane:
    name: Text
    content: Child


def panes(*items: Pane, start: int = 1, open_label: Text | None = None) -> rx.Component:
    """Two or three. `start` is the tab a phone opens with; `open_label` is on the drawer's button."""
    return Panes.create(
        *(rx.el.div(item.content, class_name="pane-body") for item in items),
        names=[item.name for item in items],
        start=start,
        **given(open_label=open_label),
    )
