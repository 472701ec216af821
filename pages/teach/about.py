"""Beside the open lesson: the files that a course stands on, and what it promises."""

import reflex as rx

from components.ui.button import button
from components.ui.field import select, text_area
from components.ui.menu import menu_item, more_menu
from components.ui.values import Item, id_of
from components.ui.words import t, t_in
from pages.teach.form_end import form_end
from pages.teach.sources import sources_panel
from state.courses.about import AboutState

BLOOM = ("remember", "understand", "apply", "analyse", "evaluate", "create")


def about() -> rx.Component:
    return rx.el.div(sources_panel(), _objectives(), class_name="stack gap-5")


def _objectives() -> rx.Component:
    return rx.el.section(
        rx.el.h2(t("editor.objectives")),
        rx.cond(
            AboutState.objectives.length() > 0,
            rx.el.ol(rx.foreach(AboutState.objectives, _objective), class_name="rows"),
            rx.el.p(t("editor.no_objectives"), class_name="soft"),
        ),
        rx.cond(
            AboutState.editing == "new",
            _form("", "understand"),
            button(
                t("editor.add_objective"),
                on_click=AboutState.edit("new"),
                icon="plus",
                size="sm",
            ),
        ),
    )


def _objective(objective: Item, index: Item) -> rx.Component:
    objective_id = id_of(objective)
    return rx.el.li(
        rx.cond(
            AboutState.editing == objective_id,
            _form(objective.text, objective.bloom),
            rx.el.div(
                rx.el.div(
                    rx.el.p(objective.text),
                    rx.el.p(
                        t_in("bloom", objective.bloom),
                        rx.cond(
                            objective.model != "",
                            rx.el.span(" · ", t("editor.by", model=objective.model)),
                        ),
                        class_name="meta",
                    ),
                ),
                more_menu(
                    t("editor.more_objective", n=index + 1),
                    menu_item(
                        t("editor.edit_objective"),
                        on_click=AboutState.edit(objective_id),
                        icon="pencil",
                    ),
                    menu_item(
                        t("editor.move_up"),
                        on_click=AboutState.move_objective(objective_id, index - 1),
                        icon="arrow-up",
                        disabled=index == 0,
                    ),
                    menu_item(
                        t("editor.move_down"),
                        on_click=AboutState.move_objective(objective_id, index + 1),
                        icon="arrow-down",
                        disabled=index == AboutState.objectives.length() - 1,
                    ),
                    menu_item(
                        t("editor.delete_objective"),
                        on_click=AboutState.delete_objective(objective_id),
                        icon="trash-2",
                        danger=True,
                    ),
                ),
                class_name="about-row",
            ),
        ),
        key=objective_id,
    )


def _form(words: Item | str, bloom: Item | str) -> rx.Component:
    return rx.el.form(
        text_area(
            t("editor.objective"),
            name="objective",
            hint=t("editor.objective_hint"),
            default_value=words,
            max_length=200,
            auto_focus=True,
        ),
        select(
            t("editor.bloom"),
            [(level, t_in("bloom", level)) for level in BLOOM],
            name="bloom",
            default_value=bloom,
        ),
        form_end(AboutState.stop_editing),
        on_submit=AboutState.save_objective,
        reset_on_submit=False,
        class_name="form block-form",
    )
