"""What stands in place of a page for those it is not for."""

import reflex as rx

from components.ui.button import link_button
from components.ui.empty import obstacle
from components.ui.skeleton import skeleton
from components.ui.values import Child
from components.ui.words import t
from state.session import SessionState

STAFF = ("instructor", "admin")
ADMINS = ("admin",)


def only_for(roles: tuple[str, ...], *content: Child) -> rx.Component:
    """`content` for these roles. What they may do on it is each handler's own policy."""
    return rx.cond(
        rx.Var.create(list(roles)).contains(SessionState.role),
        rx.fragment(*content),
        rx.cond(
            SessionState.role == "",
            rx.el.div(skeleton(6), class_name="wrap"),
            obstacle(
                t("denied.title"),
                t("denied.explanation"),
                mark="lock",
                actions=[link_button(t("denied.home"), href="/", kind="primary")],
            ),
        ),
    )
