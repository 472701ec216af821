"""/classes/[classroom_id]: one class: its people, what opens when, its settings."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.copy import copy_button
from components.ui.empty import obstacle
from components.ui.layout import page, page_head
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.tabs import Tab, tabs
from components.ui.values import Item, id_of
from components.ui.words import t
from pages.community.announcements import announcements_of_class
from pages.frame import framed
from pages.teach.class_nav import class_nav
from pages.teach.class_people import people
from pages.teach.class_plan import release_plan
from pages.teach.class_settings import settings
from state.classes.room import RoomState


def class_page() -> rx.Component:
    return framed(
        page(
            rx.cond(
                RoomState.room,
                _room(),
                rx.cond(
                    RoomState.is_missing,
                    obstacle(
                        t("error.class_not_found"),
                        t("error.class_not_found_hint"),
                        mark="search",
                        actions=[link_button(t("classes.title"), href="/classes", kind="primary")],
                    ),
                    skeleton(8),
                ),
            ),
        )
    )


def _room() -> rx.Component:
    room: Item = RoomState.room
    return rx.fragment(
        page_head(
            room.name,
            above=breadcrumb((t("classes.title"), "/classes"), (room.name, None)),
            lead=rx.fragment(
                rx.el.a(room.course_title, href=f"/courses/{room.course_slug}"),
                rx.cond(room.term != "", rx.fragment(" · ", room.term)),
                rx.cond(
                    room.archived_at,
                    rx.fragment(" ", badge(t("classes.archived"), icon="history")),
                ),
            ),
            actions=[
                button(t("class.view"), on_click=RoomState.view, icon="eye"),
                link_button(
                    t("class.poster"),
                    href="/classes/" + id_of(room) + "/poster",
                    icon="maximize-2",
                ),
            ],
        ),
        class_nav(id_of(room), "class"),
        rx.cond(room.archived_at, rx.fragment(), _code(room)),
        tabs(
            t("class.parts"),
            Tab("people", t("class.people"), people()),
            Tab("announcements", t("announcement.title"), announcements_of_class()),
            Tab("plan", t("class.plan"), release_plan()),
            Tab("settings", t("class.settings"), settings()),
        ),
    )


def _code(room: Item) -> rx.Component:
    """The one thing that a class asks for all the time."""
    return rx.el.section(
        rx.el.div(
            rx.el.h2(t("class.code"), id="code-title", class_name="label"),
            rx.el.p(room.code, class_name="class-code"),
        ),
        rx.el.div(
            rx.el.p(
                rx.cond(
                    room.is_code_open,
                    badge(t("classes.open"), tone="ok", icon="check"),
                    badge(t("classes.closed"), icon="lock"),
                ),
                " ",
                rx.cond(
                    room.seats,
                    t("class.seats_taken", n=room.learners, seats=room.seats),
                    t("class.learners", n=room.learners),
                ),
            ),
            line(
                copy_button(RoomState.join_url, label=t("class.copy_link")),
                rx.cond(
                    room.is_code_closed,
                    button(t("class.open_code"), on_click=RoomState.open_code, size="sm"),
                    button(t("class.close_code"), on_click=RoomState.close_code, size="sm"),
                ),
            ),
            class_name="stack gap-3",
        ),
        class_name="class-strip",
        aria_labelledby="code-title",
    )
