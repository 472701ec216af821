"""The certificates that somebody has, on their account."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import link_button
from components.ui.choice import switch
from components.ui.layout import row as line
from components.ui.layout import section
from components.ui.values import Item, id_of
from components.ui.when import when
from components.ui.words import t
from state.certificates.mine import MyCertificatesState


def my_certificates() -> rx.Component:
    return rx.cond(
        MyCertificatesState.certificates.length() > 0,
        section(
            t("certificate.mine"),
            rx.el.ul(rx.foreach(MyCertificatesState.certificates, _one), class_name="rows"),
            id="certificates",
        ),
    )


def _one(each: Item) -> rx.Component:
    return rx.el.li(
        rx.el.h3(each.course_title),
        rx.el.p(
            each.school,
            ", ",
            when(each.issued_at, "day"),
            ", ",
            rx.el.a(rx.el.code(each.code), href="/verify/" + each.code.to(str)),
            class_name="meta",
        ),
        rx.cond(
            each.revoked_at,
            rx.el.p(badge(t("certificate.is_revoked"), tone="bad"), " ", each.revoked_reason),
            rx.fragment(
                switch(
                    t("certificate.hide_name"),
                    name="hides-" + id_of(each),
                    checked=each.hides_name,
                    on_change=MyCertificatesState.hide_name(id_of(each), ~each.hides_name),
                    hint=t("certificate.hide_name_hint"),
                ),
                line(
                    rx.cond(
                        each.file_href != "",
                        link_button(
                            t("certificate.download"),
                            href=each.file_href,
                            icon="download",
                            download=True,
                        ),
                        rx.el.p(t("certificate.in_work"), class_name="soft", role="status"),
                    ),
                ),
            ),
        ),
        class_name="stack gap-3 my-certificate",
    )
