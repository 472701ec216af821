"""A rubric, checklist or reflection as it is read: before handing in, and with its marks after."""

import reflex as rx

from components.ui.icons import icon
from components.ui.layout import hidden
from components.ui.values import Item
from components.ui.words import t


def rubric(criteria: Item) -> rx.Component:
    """Of `state.assignments.shown.CriterionLine`."""
    return rx.el.ul(rx.foreach(criteria, _criterion), class_name="rubric")


def _criterion(criterion: Item) -> rx.Component:
    return rx.el.li(
        rx.el.p(
            rx.el.strong(criterion.title),
            rx.cond(
                criterion.description != "",
                rx.el.span(" ", criterion.description, class_name="soft"),
            ),
        ),
        rx.el.ol(rx.foreach(criterion.levels, _level), class_name="levels"),
        rx.cond(criterion.comment != "", rx.el.p(criterion.comment, class_name="remark")),
    )


def _level(level: Item) -> rx.Component:
    return rx.el.li(
        rx.cond(level.is_chosen, rx.fragment(icon("check"), hidden(t("rubric.chosen"), " "))),
        level.title,
        " ",
        rx.el.span(t("rubric.points", points=level.points), class_name="meta"),
        rx.cond(level.description != "", rx.el.p(level.description, class_name="meta")),
        class_name=rx.cond(level.is_chosen, "level is-chosen", "level"),
    )
