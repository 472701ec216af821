"""What stands in place of a page for those it is not for."""

import reflex as rx

from components.ui.button import link_button
from components.ui.empty import obstacle
from components.ui.words import t


def denied() -> rx.Component:
    return obstacle(
        t("denied.title"),
        t("denied.explanation"),
        mark="lock",
        actions=[link_button(t("denied.home"), href="/", kind="primary")],
    )
