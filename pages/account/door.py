"""What the pages before signing in share: a form on the left, a plate with facts on the right."""

import reflex as rx

from components.shell.frame import bare_frame
from components.ui.button import button
from components.ui.title_block import title_block, title_fact
from components.ui.values import Child, Text
from components.ui.words import t
from state.accounts.door import DoorState


def door(*form: Child, title: Text, lead: Text, plate: rx.Component) -> rx.Component:
    return bare_frame(
        rx.el.div(
            rx.el.div(
                rx.el.h1(title), rx.el.p(lead, class_name="soft"), *form, class_name="door-form"
            ),
            plate,
            class_name="door",
        )
    )


def refusal() -> rx.Component:
    """Why the form came back. Read aloud when the page opens."""
    return rx.cond(
        DoorState.error_key != "",
        rx.el.div(
            rx.el.p(
                t(DoorState.error_key, facts=DoorState.facts, fallback=t("error.invalid")),
                " ",
                t(DoorState.error_key + "_hint", fallback=t("error.invalid_hint")),
            ),
            class_name="door-refusal",
            role="alert",
        ),
    )


def send(words: Text) -> rx.Component:
    return button(words, type="submit", kind="primary", size="lg", icon_after="arrow-right")


def kept_here() -> rx.Component:
    """The plate of the everyday doors: what this server does with what people tell it."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("door.plate_title"), id="plate-title"),
            rx.el.p(t("door.plate_lead"), class_name="soft"),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(t("door.school"), class_name="label"),
                rx.el.p(
                    rx.cond(DoorState.school != "", DoorState.school, t("product.name")),
                    class_name="big",
                ),
            ),
            title_block(
                t("door.plate_title"),
                title_fact(t("door.answers"), t("door.answers_value")),
                title_fact(t("door.elsewhere"), t("door.elsewhere_value")),
                title_fact(t("door.cookies"), t("door.cookies_value")),
                title_fact(t("door.stays"), t("door.stays_value")),
            ),
            class_name="tag",
        ),
        class_name="plate",
        aria_labelledby="plate-title",
    )
