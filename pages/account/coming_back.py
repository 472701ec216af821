"""/return and /return-code: a pupil's way back in, used and shown."""

import reflex as rx

from components.ui.button import button, link_button
from components.ui.code_field import code_field
from components.ui.copy import copy_button
from components.ui.layout import page, page_head, row, stack
from components.ui.native import native_form
from components.ui.print import print_button
from components.ui.skeleton import skeleton
from components.ui.title_block import title_block, title_fact
from components.ui.words import t
from pages.account.door import door, kept_here, refusal, send
from pages.account.join import ways
from pages.frame import framed
from state.classes.door import ReturnCodeState
from state.session import SessionState

CODE_LENGTH = 12


def come_back() -> rx.Component:
    return door(
        ways("return"),
        refusal(),
        native_form(
            code_field(
                t("return.code"),
                name="code",
                length=CODE_LENGTH,
                hint=t("return.code_hint"),
                from_hash=True,
            ),
            send(t("return.send")),
            action="/auth/return",
        ),
        title=t("return.title"),
        lead=t("return.lead"),
        plate=kept_here(),
    )


def return_code() -> rx.Component:
    return framed(
        page(
            rx.cond(
                ReturnCodeState.is_loaded,
                rx.cond(ReturnCodeState.code != "", _shown(), _kept()),
                skeleton(6),
            ),
            width="narrow",
        )
    )


def _shown() -> rx.Component:
    return stack(
        page_head(
            t("return_code.title", name=SessionState.name),
            lead=t("return_code.lead"),
        ),
        rx.el.div(
            rx.el.div(
                rx.el.p(t("return_code.yours"), class_name="label"),
                rx.el.p(ReturnCodeState.code, class_name="big", id="return-code"),
                row(
                    copy_button(ReturnCodeState.code),
                    print_button(t("return_code.print")),
                ),
                class_name="stack gap-4",
            ),
            rx.el.img(src=ReturnCodeState.picture, alt=t("return_code.picture")),
            class_name="return-code",
        ),
        title_block(
            t("return_code.about"),
            title_fact(t("join.fact_class"), ReturnCodeState.class_name),
            title_fact(t("join.fact_teacher"), ReturnCodeState.teachers),
            title_fact(t("return_code.use"), t("return_code.use_value")),
            title_fact(t("join.fact_lost"), t("join.fact_lost_value")),
        ),
        row(
            link_button(
                t("return_code.go_on"),
                href=ReturnCodeState.course_href,
                kind="primary",
                size="lg",
                icon_after="arrow-right",
            )
        ),
        gap=6,
    )


def _kept() -> rx.Component:
    return stack(
        page_head(t("return_code.kept"), lead=t("return_code.kept_lead")),
        row(
            button(t("return_code.renew"), on_click=ReturnCodeState.renew, icon="refresh-cw"),
            link_button(t("return_code.go_on"), href=ReturnCodeState.course_href, kind="primary"),
        ),
        gap=5,
    )
