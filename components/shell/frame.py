"""The frame around every page."""

import reflex as rx

from components.shell.arrival import arrival
from components.shell.connection import connection_banner
from components.shell.dock import dock
from components.shell.model import Shell
from components.shell.skip import skip_link
from components.shell.top_bar import top_bar
from components.ui.button import button
from components.ui.notice import banner, notices
from components.ui.tooltip import tooltips
from components.ui.values import Child, text
from components.ui.words import t, t_in


def frame(*page: Child, shell: Shell) -> rx.Component:
    """A page's content in `<main>`, with everything around it. The page brings its own h1."""
    return rx.el.div(
        skip_link(),
        arrival(),
        top_bar(shell),
        connection_banner(),
        rx.cond(text(shell.viewed_class) != "", _view_bar(shell)),
        rx.cond(text(shell.site_mode) != "normal", _site_bar(shell)),
        rx.el.main(*page, id="main", tab_index=-1),
        dock(shell),
        tooltips(),
        notices(shell.notices, on_close=shell.on_notice_close, on_undo=shell.on_notice_undo),
        class_name="app has-dock",
    )


def _site_bar(shell: Shell) -> rx.Component:
    return banner(
        t_in("shell.site", text(shell.site_mode)), " ", shell.site_note, tone="warn", icon="lock"
    )


def _view_bar(shell: Shell) -> rx.Component:
    return banner(
        t("shell.viewing", name=shell.viewed_class),
        tone="blue",
        icon="eye",
        action=button(t("shell.view_end"), on_click=shell.on_view_end, size="sm"),
    )


def bare_frame(*page: Child) -> rx.Component:
    """Only the name and the theme switch: for signing in, joining and setting up."""
    return rx.el.div(
        skip_link(),
        arrival(),
        top_bar(None),
        connection_banner(),
        rx.el.main(*page, id="main", tab_index=-1),
        tooltips(),
        class_name="app",
    )
