"""Columns and rules of a gradebook: categories, columns filled in by hand, and what counts for all."""

import reflex as rx

from components.ui.button import button
from components.ui.choice import checkbox
from components.ui.dialog import dialog
from components.ui.field import field, select
from components.ui.layout import hidden, stack
from components.ui.layout import row as line
from components.ui.values import Item, Text, number, text
from components.ui.words import t, t_in
from pages.teach.form_end import field_of_subject
from state.gradebook.book import GradebookState
from state.gradebook.rules import REQUIRED, GradeRulesState

MISSING = ("zero_after_due", "zero", "ignored")


def rules_dialog() -> rx.Component:
    return dialog(
        t("gradebook.rules"),
        stack(_whole(), _categories(), _columns(), _completion(), gap=6),
        open=GradeRulesState.is_open,
        on_close=GradeRulesState.leave,
        wide=True,
    )


def _whole() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("gradebook.whole")),
        rx.el.div(
            select(
                t("gradebook.missing"),
                [(name, t_in("missing_policy", name)) for name in MISSING],
                name="missing",
                default_value=GradebookState.missing,
            ),
            field(
                t("gradebook.decimals"),
                name="decimals",
                type="number",
                min=0,
                max=3,
                default_value=number(GradebookState.decimals).to(str),
            ),
            field(
                t("gradebook.letters"),
                name="letters",
                hint=t("gradebook.letters_hint"),
                required=False,
                default_value=GradebookState.letters,
            ),
            class_name="class-pair",
        ),
        line(button(t("gradebook.save"), type="submit", size="sm")),
        on_submit=GradeRulesState.save_rules,
        reset_on_submit=False,
        class_name="stack gap-3",
    )


def _categories() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("gradebook.categories"), id="categories-title"),
        rx.el.p(t("gradebook.weights_hint"), class_name="hint"),
        rx.foreach(GradebookState.categories, _category),
        _category_form(
            t("gradebook.new_category"),
            "new",
            key=f"category{GradeRulesState.form_round}",
        ),
        aria_labelledby="categories-title",
        class_name="stack gap-4",
    )


def _category(category: Item) -> rx.Component:
    return _category_form(
        t("gradebook.category"),
        category.id,
        category=category,
        key=text(category.id),
    )


def _category_form(label: Text, form: Text, *, key: Text, category: Item = None) -> rx.Component:
    is_new = category is None
    return rx.el.form(
        field_of_subject("category_id", "" if is_new else category.id),
        field(
            label,
            name="title",
            form=form,
            max_length=80,
            default_value="" if is_new else category.title,
        ),
        field(
            t("gradebook.weight"),
            name="weight",
            form=form,
            type="number",
            required=False,
            min=0,
            max=1000,
            step="any",
            default_value="" if is_new else category.weight,
        ),
        field(
            t("gradebook.drop_lowest"),
            name="drop_lowest",
            form=form,
            type="number",
            min=0,
            max=50,
            default_value="0" if is_new else category.drop_lowest.to(str),
        ),
        line(
            button(t("gradebook.add") if is_new else t("gradebook.save"), type="submit", size="sm"),
            *(
                []
                if is_new
                else [
                    button(
                        t("gradebook.delete"),
                        hidden(" ", category.title),
                        on_click=GradeRulesState.delete_category(category.id),
                        kind="quiet",
                        size="sm",
                    )
                ]
            ),
        ),
        on_submit=GradeRulesState.save_category,
        reset_on_submit=False,
        key=key,
        class_name="rule-form",
    )


def _columns() -> rx.Component:
    return rx.el.section(
        rx.el.h3(t("gradebook.by_hand"), id="columns-title"),
        rx.el.p(t("gradebook.by_hand_hint"), class_name="hint"),
        rx.foreach(GradebookState.columns, _column),
        _column_form(
            t("gradebook.new_column"),
            "new-column",
            key=f"column{GradeRulesState.form_round}",
        ),
        aria_labelledby="columns-title",
        class_name="stack gap-4",
    )


def _column(column: Item) -> rx.Component:
    """Nothing for those that are changed elsewhere."""
    return rx.cond(
        column.is_by_hand,
        _column_form(
            t("gradebook.column"),
            column.id,
            column=column,
            key=text(column.id),
        ),
    )


def _column_form(label: Text, form: Text, *, key: Text, column: Item = None) -> rx.Component:
    is_new = column is None
    return rx.el.form(
        field_of_subject("item_id", "" if is_new else column.id),
        field(
            label,
            name="title",
            form=form,
            max_length=120,
            default_value="" if is_new else column.title,
        ),
        field(
            t("assignment.points"),
            name="points",
            form=form,
            type="number",
            min=0,
            max=10_000,
            step="any",
            default_value="10" if is_new else column.points,
        ),
        select(
            t("gradebook.category"),
            rx.fragment(
                rx.cond(
                    GradebookState.categories.length() == 0,
                    rx.el.option(t("assignment.first_category"), value=""),
                ),
                rx.foreach(GradebookState.categories, _option),
            ),
            name="category_id",
            form=form,
            required=False,
            **({} if is_new else {"default_value": column.category_id}),
        ),
        line(
            checkbox(
                t("assignment.extra"),
                name="is_extra",
                default_checked=False if is_new else column.is_extra,
            ),
            checkbox(
                t("gradebook.hidden"),
                name="is_hidden",
                default_checked=False if is_new else column.is_hidden,
            ),
            gap=5,
        ),
        line(
            button(t("gradebook.add") if is_new else t("gradebook.save"), type="submit", size="sm"),
            *(
                []
                if is_new
                else [
                    button(
                        t("gradebook.delete"),
                        hidden(" ", column.title),
                        on_click=GradeRulesState.delete_column(column.id),
                        kind="quiet",
                        size="sm",
                    )
                ]
            ),
        ),
        on_submit=GradeRulesState.save_column,
        reset_on_submit=False,
        key=key,
        class_name="rule-form",
    )


def _completion() -> rx.Component:
    return rx.el.form(
        rx.el.h3(t("gradebook.completion"), id="completion-title"),
        rx.el.p(t("gradebook.completion_hint"), class_name="hint"),
        rx.el.div(rx.foreach(GradebookState.columns, _requirement), class_name="class-pair"),
        line(button(t("gradebook.save"), type="submit", size="sm")),
        on_submit=GradeRulesState.save_requirements,
        reset_on_submit=False,
        aria_labelledby="completion-title",
        class_name="stack gap-4",
    )


def _requirement(column: Item) -> rx.Component:
    """Learners cannot be asked for what is hidden from them."""
    return rx.cond(
        ~column.is_hidden.bool(),
        field(
            column.title,
            name=f"{REQUIRED}{column.id}",
            type="number",
            required=False,
            min=0,
            max=100,
            default_value=column.required_percent,
            key=text(column.id),
        ),
    )


def _option(category: Item) -> rx.Component:
    return rx.el.option(category.title, value=category.id)
