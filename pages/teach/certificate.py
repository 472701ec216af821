"""/studio/[course_id]/certificate: how the certificates of a course look, and who has one."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import button, link_button
from components.ui.choice import checkbox
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, labelled, text_area
from components.ui.layout import page, page_head, section
from components.ui.layout import row as line
from components.ui.skeleton import skeleton
from components.ui.table import Column, cell, row, row_head, table
from components.ui.values import Item, first_of, id_of
from components.ui.when import when
from components.ui.words import t
from pages.frame import framed
from state.certificates.design import DesignState


def certificate() -> rx.Component:
    design: Item = DesignState.design
    return framed(
        page(
            rx.cond(
                DesignState.design,
                rx.fragment(
                    breadcrumb(
                        (t("studio.title"), "/studio"),
                        (design.course_title, "/studio/" + id_of(design, "course_id")),
                        (t("certificate.one"), None),
                    ),
                    page_head(t("certificate.of_course"), lead=t("certificate.lead")),
                    rx.el.div(_form(design), _preview(design), class_name="certificate-desk"),
                    _issued(),
                    _reason(),
                ),
                skeleton(8),
            )
        )
    )


def _form(design: Item) -> rx.Component:
    return rx.el.form(
        checkbox(
            t("certificate.is_on"),
            name="is_on",
            hint=t("certificate.is_on_hint"),
            default_checked=design.is_on,
        ),
        field(
            t("certificate.title"),
            name="title",
            max_length=80,
            default_value=design.title,
            on_change=DesignState.preview("title").debounce(200),
        ),
        text_area(
            t("certificate.text"),
            name="text",
            hint=t("certificate.text_hint"),
            required=False,
            max_length=400,
            default_value=design.text,
            on_change=DesignState.preview("text").debounce(200),
        ),
        field(
            t("certificate.school"),
            name="school",
            required=False,
            max_length=120,
            default_value=design.school,
            on_change=DesignState.preview("school").debounce(200),
        ),
        rx.el.div(
            field(
                t("certificate.signatory"),
                name="signatory",
                required=False,
                max_length=80,
                default_value=design.signatory,
                on_change=DesignState.preview("signatory").debounce(200),
            ),
            field(
                t("certificate.signatory_role"),
                name="signatory_role",
                required=False,
                max_length=80,
                default_value=design.signatory_role,
                on_change=DesignState.preview("signatory_role").debounce(200),
            ),
            class_name="field-row",
        ),
        labelled(
            t("certificate.accent"),
            rx.el.input(
                type="color",
                name="accent",
                id="field-accent",
                default_value=design.accent,
                on_change=DesignState.preview("accent").debounce(200),
                class_name="certificate-colour",
            ),
            name="accent",
            required=True,
        ),
        line(button(t("editor.save"), type="submit", kind="primary")),
        on_submit=DesignState.save,
        reset_on_submit=False,
        key=id_of(design, "course_id"),
        class_name="form",
    )


def _preview(design: Item) -> rx.Component:
    typed: Item = DesignState.typed
    return rx.el.figure(
        rx.el.div(
            rx.el.p(typed["school"], class_name="certificate-school"),
            rx.el.div(class_name="certificate-scale", aria_hidden="true"),
            rx.el.p(typed["title"], class_name="certificate-title"),
            rx.el.p(t("certificate.sample_name"), class_name="certificate-name"),
            rx.el.p(
                first_of(typed["text"], t("certificate.text_default")),
                class_name="certificate-text",
            ),
            rx.el.p(design.course_title, class_name="certificate-course"),
            rx.el.div(
                rx.el.p(
                    rx.el.strong(typed["signatory"]),
                    rx.el.span(typed["signatory_role"]),
                    class_name=rx.cond(
                        typed["signatory"] != "",
                        "certificate-signed",
                        "certificate-signed is-empty",
                    ),
                ),
                rx.el.div(class_name="certificate-code", aria_hidden="true"),
                class_name="certificate-foot",
            ),
            class_name="certificate-sheet",
            style={"--accent": typed["accent"]},
        ),
        rx.el.figcaption(t("certificate.preview"), class_name="meta"),
        class_name="certificate-preview",
    )


def _issued() -> rx.Component:
    return section(
        t("certificate.issued"),
        rx.cond(
            DesignState.issued.length() > 0,
            table(
                [
                    Column(t("certificate.name")),
                    Column(t("certificate.issued_on")),
                    Column(t("certificate.code")),
                    Column(t("certificate.standing")),
                    Column(t("account.action"), hidden=True),
                ],
                rx.foreach(DesignState.issued, _row),
                label=t("certificate.issued"),
            ),
            empty_state(t("certificate.none_issued")),
        ),
        id="issued",
    )


def _row(each: Item) -> rx.Component:
    return row(
        row_head(each.name),
        cell(when(each.issued_at, "day"), label=t("certificate.issued_on")),
        cell(rx.el.code(each.code), label=t("certificate.code")),
        cell(
            rx.cond(
                each.revoked_at,
                rx.fragment(
                    badge(t("certificate.is_revoked"), tone="bad"), " ", each.revoked_reason
                ),
                badge(t("certificate.is_valid"), tone="ok", icon="check"),
            ),
            label=t("certificate.standing"),
        ),
        cell(
            line(
                rx.cond(
                    each.file_href != "",
                    link_button(
                        t("certificate.download"),
                        href=each.file_href,
                        size="sm",
                        icon="download",
                        download=True,
                    ),
                ),
                rx.cond(
                    each.revoked_at,
                    button(
                        t("certificate.restore"),
                        on_click=DesignState.restore(id_of(each)),
                        size="sm",
                        kind="quiet",
                    ),
                    button(
                        t("certificate.revoke"),
                        on_click=DesignState.ask_reason(id_of(each), each.name),
                        size="sm",
                        kind="quiet",
                    ),
                ),
            )
        ),
    )


def _reason() -> rx.Component:
    return dialog(
        t("certificate.revoke_of", name=DesignState.revoking_name),
        rx.el.form(
            text_area(
                t("certificate.reason"),
                name="reason",
                hint=t("certificate.reason_hint"),
                max_length=500,
                auto_focus=True,
            ),
            line(
                button(t("certificate.revoke"), type="submit", kind="danger"),
                button(t("dialog.keep"), on_click=DesignState.stop_revoking, kind="quiet"),
            ),
            on_submit=DesignState.revoke,
            reset_on_submit=True,
            class_name="form",
        ),
        open=DesignState.revoking != "",
        on_close=DesignState.stop_revoking,
    )
