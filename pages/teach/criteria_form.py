"""The criteria of a rubric, a checklist or a reflection, each with its levels."""

import reflex as rx

from components.ui.button import button, icon_button
from components.ui.field import field
from components.ui.layout import row as line
from components.ui.values import Item, first_of, text
from components.ui.words import t, t_in
from state.assignments.editor import AssignmentEditorState

FEWEST_LEVELS, MOST_LEVELS = 2, 9


def criteria_form() -> rx.Component:
    """What is typed stays in the browser until the whole form is saved."""
    return rx.el.div(
        rx.foreach(AssignmentEditorState.criteria, _criterion),
        line(
            button(
                t_in("criteria_add", AssignmentEditorState.form),
                on_click=AssignmentEditorState.add_criterion,
                icon="plus",
            )
        ),
        class_name="stack gap-5",
    )


def _criterion(criterion: Item, at: Item) -> rx.Component:
    def level_of(level: Item, place: Item) -> rx.Component:
        return _level(criterion, level, place)

    return rx.el.fieldset(
        rx.el.legend(t("criteria.number", n=at + 1), class_name="vh"),
        rx.el.div(
            field(
                t_in("criteria_title", AssignmentEditorState.form),
                name=f"criterion-{criterion.key}",
                max_length=200,
                default_value=criterion.title,
            ),
            icon_button(
                "x",
                t("criteria.remove_number", n=at + 1),
                on_click=AssignmentEditorState.remove_criterion(criterion.key),
            ),
            class_name="criterion-head",
        ),
        field(
            t("criteria.description"),
            name=f"description-{criterion.key}",
            required=False,
            max_length=1000,
            default_value=criterion.description,
        ),
        rx.el.div(
            rx.foreach(criterion.levels, level_of),
            rx.cond(
                (AssignmentEditorState.form != "checklist")
                & (criterion.levels.length() < MOST_LEVELS),
                button(
                    t("criteria.add_level"),
                    on_click=AssignmentEditorState.add_level(criterion.key),
                    size="sm",
                    icon="plus",
                ),
            ),
            class_name="level-forms",
        ),
        key=text(criterion.key),
        class_name="criterion-form",
    )


def _level(criterion: Item, level: Item, place: Item) -> rx.Component:
    return rx.el.div(
        rx.el.input(
            name=f"level-{level.key}",
            aria_label=t("criteria.level_title", n=place + 1),
            default_value=first_of(level.title, t("level_name." + text(level.fresh))),
            max_length=80,
            required=True,
            class_name="input",
        ),
        rx.el.input(
            type="number",
            name=f"points-{level.key}",
            aria_label=t("criteria.level_points", n=place + 1),
            default_value=level.points,
            min=0,
            max=1000,
            step="any",
            required=True,
            class_name="input num",
        ),
        rx.cond(
            criterion.levels.length() > FEWEST_LEVELS,
            icon_button(
                "x",
                t("criteria.remove_level", n=place + 1),
                on_click=AssignmentEditorState.remove_level(level.key),
            ),
        ),
        rx.el.input(
            name=f"description-{level.key}",
            aria_label=t("criteria.level_description", n=place + 1),
            placeholder=t("criteria.level_means"),
            default_value=level.description,
            max_length=500,
            class_name="input level-means",
        ),
        key=text(level.key),
        class_name="level-form",
    )
