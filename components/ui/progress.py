"""How far something is: one bar, or a strip with a segment for each stage."""

from typing import TypedDict

import reflex as rx

from components.ui.icons import icon
from components.ui.values import Item, Number, Text, one_of
from components.ui.words import t


def progress(label: Text, percent: Number) -> rx.Component:
    """A thin bar. Say the same in words beside it; `label` is read aloud."""
    return rx.el.progress(value=percent, max=100, aria_label=label, class_name="progress")


class StageProps(TypedDict, total=False):
    """A stage of a long job. `state` is done, part, waiting or failed; `percent` counts when part."""

    title_key: str
    state: str
    percent: int
    detail_key: str
    facts: dict[str, str | int | float | None]
    weight: int
    """How wide its segment is beside the others; 1 when missing."""


def stages(label: Text, items: list[StageProps] | rx.Var[list[StageProps]]) -> rx.Component:
    """The strip over a generation: what is done, what is under way, what waits."""
    return rx.el.ol(rx.foreach(items, _stage), class_name="stages", aria_label=label)


def _stage(stage: Item) -> rx.Component:
    state = stage["state"]
    return rx.el.li(
        rx.el.strong(
            one_of(
                state,
                ("done", icon("check")),
                ("failed", icon("circle-alert")),
                rx.fragment(),
            ),
            t(stage["title_key"], facts=stage["facts"]),
            rx.el.span(" ", t("stage." + state.to(str)), class_name="vh"),
        ),
        rx.el.span(t(stage["detail_key"], facts=stage["facts"])),
        class_name="stage is-" + state.to(str),
        aria_current=rx.cond(state == "part", "step", "false"),
        style={"--part": stage["percent"].to_string() + "%", "--weight": stage["weight"]},
    )
