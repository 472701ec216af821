"""The release plan of a class: when each module and lesson opens."""

import reflex as rx

from components.ui.button import button
from components.ui.field import field
from components.ui.layout import row as line
from components.ui.layout import section, stack
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item
from components.ui.words import t
from state.classes.plan import PlanState


def release_plan() -> rx.Component:
    return rx.cond(
        PlanState.is_loaded,
        stack(
            rx.el.p(t("plan.lead", zone=PlanState.time_zone), class_name="soft"),
            _spread(),
            table(
                [
                    Column(t("plan.part")),
                    Column(t("plan.opens")),
                    Column(t("plan.after")),
                ],
                rx.foreach(PlanState.rows, _row),
                label=t("class.plan"),
                framed=True,
            ),
            gap=5,
        ),
        skeleton(6),
    )


def _spread() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("plan.spread")),
        section(
            t("plan.spread"),
            rx.el.form(
                rx.el.div(
                    field(t("plan.first_at"), name="first_at", type="datetime-local"),
                    field(
                        t("plan.every_days"),
                        name="every_days",
                        type="number",
                        min=1,
                        max=60,
                        default_value="7",
                    ),
                    class_name="class-pair",
                ),
                rx.el.p(t("plan.spread_hint"), class_name="hint"),
                line(button(t("plan.spread_send"), type="submit", icon="calendar")),
                on_submit=PlanState.spread,
                class_name="stack gap-4",
            ),
            id="spread",
            hidden=True,
        ),
        class_name="rows-of plan-spread",
    )


def _row(part: Item) -> rx.Component:
    key = part["key"].to(str)
    opens = part["opens_local"].to(str)

    def before(other: Item) -> rx.Component:
        return _before(other, key)

    return row(
        row_head(
            rx.cond(
                part["is_module"],
                rx.el.strong(t("plan.module", n=part["number"], title=part["title"])),
                rx.el.span(t("plan.lesson", n=part["number"], title=part["title"])),
            )
        ),
        cell(
            rx.el.input(
                type="datetime-local",
                default_value=opens,
                key=key + opens,
                on_blur=PlanState.set_date(key),
                aria_label=t("plan.opens_of", title=part["title"]),
                class_name="input",
            ),
            label=t("plan.opens"),
        ),
        cell(
            rx.el.select(
                rx.el.option(t("plan.after_nothing"), value=""),
                rx.foreach(PlanState.rows, before),
                value=part["after"].to(str),
                on_change=PlanState.set_after(key),
                aria_label=t("plan.after_of", title=part["title"]),
                class_name="input",
            ),
            label=t("plan.after"),
        ),
        class_name=rx.cond(part["is_module"], "plan-module", "plan-lesson"),
    )


def _before(other: Item, key: Item) -> rx.Component:
    """What a part can wait for: anything but itself."""
    return rx.cond(
        other["key"] == key,
        rx.fragment(),
        rx.el.option(
            rx.cond(
                other["is_module"],
                t("plan.after_module", n=other["number"], title=other["title"]),
                t("plan.after_lesson", n=other["number"], title=other["title"]),
            ),
            value=other["key"].to(str),
        ),
    )
