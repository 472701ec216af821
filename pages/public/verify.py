"""/verify and /verify/[code]: whether a certificate that somebody shows is real."""

import reflex as rx

from components.ui.badge import badge
from components.ui.layout import page, page_head
from components.ui.title_block import title_block, title_fact
from components.ui.values import Item, one_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from pages.public.code_form import code_form
from state.certificates.checking import CheckingState


def verify() -> rx.Component:
    return framed(
        page(
            page_head(t("verify.title"), lead=t("verify.lead")),
            rx.el.div(rx.cond(CheckingState.found, _found()), role="status"),
            code_form(
                t("verify.code"),
                hint=t("verify.code_hint"),
                code=CheckingState.code,
                on_submit=CheckingState.check,
            ),
            width="narrow",
        )
    )


def _found() -> rx.Component:
    found: Item = CheckingState.found
    return one_of(
        found.standing,
        (
            "valid",
            _result(badge(t("certificate.is_valid"), tone="ok", icon="check"), t("verify.valid")),
        ),
        (
            "revoked",
            _result(
                badge(t("certificate.is_revoked"), tone="bad", icon="circle-alert"),
                t("verify.revoked"),
            ),
        ),
        rx.el.section(
            rx.el.p(badge(t("verify.is_unknown"), tone="warn", icon="search")),
            rx.el.p(t("verify.unknown")),
            class_name="verify-result",
        ),
    )


def _result(mark: rx.Component, words: rx.Component | rx.Var[str]) -> rx.Component:
    found: Item = CheckingState.found
    return rx.el.section(
        rx.el.p(mark),
        rx.el.h2(found.name),
        rx.el.p(words),
        title_block(
            t("certificate.one"),
            title_fact(t("verify.course"), found.course_title),
            title_fact(t("verify.school"), found.school),
            title_fact(t("certificate.issued_on"), when(found.issued_on, "day")),
        ),
        class_name="verify-result",
    )
