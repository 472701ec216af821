"""Why a figure of the gradebook is what it is, and what a teacher can do about it."""

import reflex as rx

from components.grading.why import why
from components.ui.button import button
from components.ui.dialog import dialog
from components.ui.field import field
from components.ui.layout import row as line
from components.ui.values import number, text
from components.ui.words import t
from state.gradebook.book import GradebookState


def figure_dialog() -> rx.Component:
    is_one = GradebookState.opened_item != ""
    return dialog(
        GradebookState.opened_name,
        rx.el.div(
            rx.foreach(GradebookState.reasons, why),
            rx.cond(is_one, _one()),
            key=f"{GradebookState.opened_user}{GradebookState.opened_item}",
            class_name="stack gap-5",
        ),
        open=GradebookState.opened_user != "",
        on_close=GradebookState.close_figure,
    )


def _one() -> rx.Component:
    return rx.fragment(
        rx.cond(
            GradebookState.is_unreleased,
            rx.el.p(t("gradebook.not_released"), class_name="hint"),
        ),
        rx.cond(GradebookState.is_by_hand, _points()),
        _override(),
        rx.cond(GradebookState.is_extendable, _extension()),
    )


def _points() -> rx.Component:
    return rx.el.form(
        field(
            t("grading.points_of", possible=GradebookState.opened_points),
            name="points",
            form="figure",
            input_mode="decimal",
            default_value=GradebookState.marked,
            key=text(GradebookState.marked),
            auto_focus=True,
        ),
        button(t("gradebook.set_points"), type="submit", kind="primary"),
        on_submit=GradebookState.set_points,
        reset_on_submit=False,
        class_name="inline-form",
    )


def _override() -> rx.Component:
    is_excused = GradebookState.opened_state == "excused"
    return rx.el.form(
        rx.el.div(
            field(
                t("gradebook.override"),
                name="override",
                input_mode="decimal",
                default_value=GradebookState.override,
                key="override" + GradebookState.override,
            ),
            field(
                t("gradebook.reason"),
                name="reason",
                hint=t("gradebook.reason_hint"),
                max_length=500,
                default_value=GradebookState.override_reason,
                key="reason" + GradebookState.override_reason,
            ),
            class_name="class-pair",
        ),
        line(
            button(t("gradebook.set_override"), type="submit"),
            rx.cond(
                GradebookState.opened_state == "overridden",
                button(t("gradebook.clear_override"), on_click=GradebookState.clear_override),
            ),
            rx.cond(
                is_excused,
                button(t("gradebook.unexcuse"), on_click=GradebookState.set_excused(False)),
                button(t("gradebook.excuse"), on_click=GradebookState.set_excused(True)),
            ),
        ),
        on_submit=GradebookState.set_override,
        reset_on_submit=False,
        class_name="stack gap-3",
    )


def _extension() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("gradebook.extension")),
        rx.el.form(
            rx.el.div(
                field(
                    t("gradebook.more_time"),
                    name="due_at",
                    form="figure",
                    type="datetime-local",
                    required=False,
                    default_value=GradebookState.extended_until,
                ),
                field(
                    t("gradebook.more_attempts"),
                    name="extra_attempts",
                    type="number",
                    min=0,
                    max=20,
                    default_value=number(GradebookState.extra_attempts).to(str),
                ),
                class_name="class-pair",
            ),
            field(
                t("gradebook.reason"),
                name="extension_reason",
                hint=t("gradebook.reason_hint"),
                required=False,
                max_length=500,
                default_value=GradebookState.extension_reason,
            ),
            rx.el.p(
                t("gradebook.more_time_hint", zone=GradebookState.time_zone), class_name="hint"
            ),
            line(button(t("gradebook.extend"), type="submit")),
            on_submit=GradebookState.extend,
            reset_on_submit=False,
            key=GradebookState.extended_until + number(GradebookState.extra_attempts).to(str),
            class_name="stack gap-3",
        ),
        class_name="rows-of",
    )
