"""The part of /school that says what is asked for before learners see a course."""

import reflex as rx

from alp_app.services.courses.strictness import CHOOSABLE
from components.ui.button import button
from components.ui.choice import checkbox
from components.ui.field import select
from components.ui.layout import row, section, soft
from components.ui.words import t
from state.approvals.rules import ApprovalRulesState

WEIGHTS = ("blocks", "warns", "off")


def approval_rules() -> rx.Component:
    state = ApprovalRulesState
    return rx.cond(
        state.is_loaded,
        section(
            t("approval.title"),
            soft(t("approval.lead")),
            rx.el.form(
                checkbox(
                    t("approval.needs_approval"),
                    name="needs_approval",
                    default_checked=state.needs_approval,
                    hint=t("approval.needs_approval_hint"),
                ),
                checkbox(
                    t("approval.needs_two_people"),
                    name="needs_two_people",
                    default_checked=state.needs_two_people,
                    hint=t("approval.needs_two_people_hint"),
                ),
                rx.el.fieldset(
                    rx.el.legend(t("approval.lines")),
                    *(_line(key) for key in CHOOSABLE),
                    class_name="stack gap-3",
                ),
                row(button(t("school.save"), type="submit", kind="primary")),
                on_submit=state.save,
                reset_on_submit=False,
                class_name="stack gap-4",
            ),
            id="approval",
        ),
    )


def _line(key: str) -> rx.Component:
    return select(
        t(f"approval_line.{key}"),
        [
            ("", t("approval.as_it_is")),
            *((weight, t(f"approval_weight.{weight}")) for weight in WEIGHTS),
        ],
        name=f"line-{key}",
        required=False,
        default_value=ApprovalRulesState.strictness[key],
    )
