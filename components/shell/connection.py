"""Says that the server is out of reach, in place of Reflex's own overlay."""

import reflex as rx
from reflex_components_core.core.banner import has_connection_errors

from components.ui.notice import banner
from components.ui.words import t


def connection_banner() -> rx.Component:
    return rx.cond(
        has_connection_errors,
        rx.el.div(
            banner(t("shell.disconnected"), tone="warn", icon="wifi-off"),
            class_name="connection",
        ),
    )
