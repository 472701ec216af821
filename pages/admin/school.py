"""/school: administrators say what people can do at present."""

import reflex as rx

from alp_app.security.actor import SiteMode
from components.ui.button import button
from components.ui.choice import radio_group
from components.ui.field import field
from components.ui.layout import page, page_head, row, section
from components.ui.skeleton import skeleton
from components.ui.words import t
from pages.admin.approval import approval_rules
from pages.frame import framed
from state.accounts.site import SiteState

MODES = tuple(mode.value for mode in SiteMode)


def school() -> rx.Component:
    return framed(
        page(
            page_head(t("school.title"), lead=t("school.lead")),
            rx.cond(SiteState.is_loaded, _mode(), skeleton()),
            approval_rules(),
            width="narrow",
        )
    )


def _mode() -> rx.Component:
    return section(
        t("school.mode"),
        rx.el.form(
            radio_group(
                t("school.mode_choice"),
                [(mode, t(f"school.mode_{mode}")) for mode in MODES],
                name="mode",
                value=SiteState.mode,
                hints={mode: t(f"school.mode_{mode}_hint") for mode in MODES},
            ),
            field(
                t("school.note"),
                name="note",
                max_length=300,
                required=False,
                hint=t("school.note_hint"),
                default_value=SiteState.note,
                key=SiteState.note,
            ),
            row(button(t("school.save"), type="submit", kind="primary")),
            on_submit=SiteState.save,
            reset_on_submit=False,
            class_name="stack gap-4",
        ),
        id="mode",
    )
