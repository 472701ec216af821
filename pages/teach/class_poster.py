"""/classes/[classroom_id]/poster: the way into a class, for the wall or the projector."""

import reflex as rx

from components.ui.button import link_button
from components.ui.layout import row as line
from components.ui.print import print_button
from components.ui.skeleton import skeleton
from components.ui.values import Item, id_of
from components.ui.words import t
from pages.frame import framed
from state.classes.room import RoomState


def class_poster() -> rx.Component:
    room: Item = RoomState.room
    return framed(
        rx.cond(
            RoomState.room,
            rx.fragment(
                rx.el.div(
                    line(
                        link_button(
                            t("poster.back"), href="/classes/" + id_of(room), icon="arrow-left"
                        ),
                        print_button(t("poster.print")),
                    ),
                    class_name="wrap poster-bar",
                ),
                _poster(room),
            ),
            rx.el.div(skeleton(8), class_name="wrap"),
        )
    )


def _poster(room: Item) -> rx.Component:
    return rx.el.article(
        rx.el.header(
            rx.el.h1(t("poster.join", name=room.name)),
            rx.el.p(room.course_title),
        ),
        rx.el.div(
            rx.el.img(src=RoomState.picture, alt=t("poster.picture")),
            rx.el.ol(
                rx.el.li(t("poster.step_open"), rx.el.strong(RoomState.join_address)),
                rx.el.li(t("poster.step_code"), rx.el.strong(room.code, class_name="poster-code")),
                rx.el.li(t("poster.step_name")),
                rx.el.li(t("poster.step_keep")),
            ),
            class_name="poster-ways",
        ),
        class_name="poster",
    )
