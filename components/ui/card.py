"""Cards: only for what can be picked up and opened, such as a course."""

from typing import Any

import reflex as rx

from components.ui.values import Child, Item, Text, first_of, given


def card(*children: Child, class_name: str = "", **attributes: Any) -> rx.Component:
    return rx.el.section(*children, class_name=f"card card-body {class_name}".strip(), **attributes)


def cover(picture: Item, *, small: bool = False) -> rx.Component:
    """A course's cover, for the theme of the page; without a picture, the bare plate with its scale."""
    light = first_of(picture.small_src, picture.src) if small else picture.src
    dark = picture.dark_src
    return rx.el.div(
        rx.cond(
            dark,
            rx.fragment(_image(light, "in-light"), _image(dark, "in-dark")),
            rx.cond(light, _image(light)),
        ),
        class_name=rx.cond(light, "cover cover-painted", "cover"),
    )


def _image(source: Text, class_name: str = "") -> rx.Component:
    return rx.el.img(src=source, alt="", loading="lazy", decoding="async", class_name=class_name)


def course_card(
    *, title: Text, href: Text, summary: Text, picture: Item, facts: list[Child]
) -> rx.Component:
    """A list item of the catalogue's grid. The whole card follows its link."""
    return rx.el.li(
        cover(picture, small=True),
        rx.el.h3(rx.el.a(title, href=href)),
        rx.el.p(summary),
        rx.el.div(*facts, class_name="course-facts"),
        class_name="course-card",
    )


def course_row(
    *, title: Text, href: Text, meta: Child, progress: rx.Component, picture: Item
) -> rx.Component:
    """A list item of "Your courses": cover, name, ruler."""
    return rx.el.li(
        cover(picture, small=True),
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
    picture: Item,
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
