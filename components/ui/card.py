"""Cards: only for what can be picked up and opened, such as a course."""

from typing import Any

import reflex as rx

from components.ui.values import Child, Text, given


def card(*children: Child, class_name: str = "", **attributes: Any) -> rx.Component:
    return rx.el.section(*children, class_name=f"card card-body {class_name}".strip(), **attributes)


def cover(picture: Text, alt: Text = "") -> rx.Component:
    """A course's cover by its address; without one, the bare plate with its scale."""
    return rx.el.div(
        rx.cond(
            rx.Var.create(picture) != "",
            rx.el.img(src=picture, alt=alt, loading="lazy", decoding="async"),
        ),
        class_name=rx.cond(rx.Var.create(picture) != "", "cover cover-painted", "cover"),
    )


def course_card(
    *, title: Text, href: Text, summary: Text, picture: Text = "", facts: list[Child]
) -> rx.Component:
    """A list item of the catalogue's grid. The whole card follows its link."""
    return rx.el.li(
        cover(picture),
        rx.el.h3(rx.el.a(title, href=href)),
        rx.el.p(summary),
        rx.el.div(*facts, class_name="course-facts"),
        class_name="course-card",
    )


def course_row(
    *, title: Text, href: Text, meta: Child, progress: rx.Component, picture: Text = ""
) -> rx.Component:
    """A list item of "Your courses": cover, name, ruler."""
    return rx.el.li(
        cover(picture),
        rx.el.div(rx.el.h3(rx.el.a(title, href=href)), rx.el.p(meta, class_name="meta")),
        rx.el.div(progress, class_name="course-progress"),
        class_name="course-row",
    )


def continue_card(
    *,
    place: Child,
    title: Text,
    summary: Child,
    scale: rx.Component,
    actions: list[rx.Component],
    picture: Text = "",
    heading_id: str = "continue-title",
) -> rx.Component:
    """The one thing to do next, once a page. `scale` is the ruler with its caption."""
    return rx.el.section(
        cover(picture),
        rx.el.div(
            rx.el.p(place, class_name="meta"),
            rx.el.h1(title, id=heading_id),
            rx.el.p(summary, class_name="soft"),
            rx.el.div(scale, class_name="continue-scale"),
            rx.el.div(*actions, class_name="form-actions"),
            class_name="continue-body",
        ),
        class_name="continue",
        aria_labelledby=heading_id,
    )


def due_row(*, day: Child, title: Text, href: Text, meta: Child) -> rx.Component:
    return rx.el.li(
        rx.el.p(day, class_name="due-day"),
        rx.el.div(rx.el.h3(rx.el.a(title, href=href)), rx.el.p(meta, class_name="meta")),
        class_name="due",
    )


def rows(*items: Child, label: Text | None = None) -> rx.Component:
    """A list ruled between its items."""
    return rx.el.ul(*items, class_name="rows", **given(aria_label=label))


def grid(*items: Child, label: Text | None = None) -> rx.Component:
    return rx.el.ul(*items, class_name="grid", **given(aria_label=label))
