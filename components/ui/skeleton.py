"""What stands in for content that takes longer than 300 ms to come: rules, not blobs."""

import reflex as rx

from components.ui.words import t


def skeleton(lines: int = 3) -> rx.Component:
    """Says nothing until it shows; past three seconds say a stage, a count and a time instead."""
    return rx.el.div(
        *(rx.el.i() for _ in range(lines)),
        rx.el.span(t("skeleton.label"), class_name="vh"),
        class_name="skeleton",
        role="status",
    )


def skeleton_cards(count: int = 6) -> rx.Component:
    return rx.el.div(
        *(rx.el.div(rx.el.b(), rx.el.i(), rx.el.i(), aria_hidden="true") for _ in range(count)),
        rx.el.span(t("skeleton.label"), class_name="vh"),
        class_name="skeleton skeleton-cards grid",
        role="status",
    )
