"""What stands in place of a page for those it is not for, at present or ever."""

import reflex as rx

from components.ui.button import link_button
from components.ui.empty import obstacle
from components.ui.values import Text
from components.ui.words import t


def denied() -> rx.Component:
    return obstacle(
        t("denied.title"),
        t("denied.explanation"),
        mark="lock",
        actions=[link_button(t("denied.home"), href="/", kind="primary")],
    )


def closed(note: Text) -> rx.Component:
    """Maintenance: administrators sign in and get in."""
    return obstacle(
        t("closed.title"),
        rx.fragment(t("closed.explanation"), " ", note),
        mark="lock",
        actions=[link_button(t("closed.sign_in"), href="/sign-in")],
    )
