"""The questions of a quiz block, and the form that edits one."""

import reflex as rx

from alp_app.services.courses.forms import TRUTH_OPTIONS, QuestionForm
from components.ui.badge import badge
from components.ui.button import button, icon_button
from components.ui.choice import checkbox
from components.ui.field import field, select, text_area
from components.ui.icons import icon
from components.ui.layout import row
from components.ui.values import Item
from components.ui.words import t, t_in
from pages.teach.form_end import field_of_subject, form_end
from pages.teach.question_kind import question_kind
from state.courses.editor import EditorState

TYPES = ("single", "multiple", "true_false", "numeric")
CHOICES = "single multiple true_false"


def question_list(block: Item) -> rx.Component:
    """Each question with its key, for editors."""

    def shown(question: Item, index: Item) -> rx.Component:
        return rx.el.li(
            rx.cond(
                EditorState.editing == question.id,
                question_form(block.id, question),
                _question(block, question, index),
            )
        )

    return rx.el.div(
        rx.el.ol(rx.foreach(block.questions, shown), class_name="rows question-list"),
        rx.cond(
            EditorState.editing == f"new:{block.id}",
            question_form(block.id, rx.Var.create(QuestionForm())),
            button(
                t("editor.add_question"),
                on_click=EditorState.edit(f"new:{block.id}"),
                icon="plus",
                size="sm",
            ),
        ),
    )


def question_form(block_id: Item, question: Item) -> rx.Component:
    return rx.el.form(
        select(
            t("editor.question_type"),
            [(kind, t_in("question_type", kind)) for kind in TYPES],
            name="type",
            default_value=question.type,
        ),
        text_area(t("editor.stem"), name="stem", default_value=question.stem),
        rx.el.fieldset(
            rx.el.legend(t("editor.options")),
            rx.el.p(
                t("editor.options_hint"),
                class_name="hint",
                custom_attrs={"data-kinds": "single multiple"},
            ),
            rx.el.p(
                t("editor.truth_hint"), class_name="hint", custom_attrs={"data-kinds": "true_false"}
            ),
            rx.foreach(question.options, _option),
            custom_attrs={"data-kinds": CHOICES},
        ),
        rx.el.fieldset(
            rx.el.legend(t("editor.numeric")),
            rx.el.div(
                field(
                    t("editor.answer"),
                    name="answer",
                    default_value=question.answer,
                    input_mode="decimal",
                ),
                field(
                    t("editor.tolerance"),
                    name="tolerance",
                    default_value=question.tolerance,
                    required=False,
                    input_mode="decimal",
                ),
                field(t("editor.unit"), name="unit", default_value=question.unit, required=False),
                class_name="field-row",
            ),
            custom_attrs={"data-kinds": "numeric"},
        ),
        text_area(
            t("editor.explanation"),
            name="explanation",
            default_value=question.explanation,
            required=False,
        ),
        field_of_subject("block_id", block_id),
        field_of_subject("question_id", question.id),
        question_kind(name="type"),
        form_end(EditorState.stop_editing),
        on_submit=EditorState.save_question,
        reset_on_submit=False,
        class_name="form block-form",
    )


def _option(option: Item) -> rx.Component:
    number = option.number.to_string()
    return rx.el.fieldset(
        rx.el.div(
            checkbox(
                t("editor.is_right"),
                name="right_" + number,
                default_checked=option.is_right,
                aria_label=t("editor.is_right_of", n=option.number),
            ),
            custom_attrs={"data-right": ""},
        ),
        field(
            t("editor.option", n=option.number),
            name="option_" + number,
            default_value=option.text,
            required=False,
        ),
        field(
            t("editor.reason"), name="reason_" + number, default_value=option.reason, required=False
        ),
        custom_attrs={
            "data-kinds": rx.cond(option.number > TRUTH_OPTIONS, "single multiple", CHOICES)
        },
        class_name="option-row",
    )


def _question(block: Item, question: Item, index: Item) -> rx.Component:
    return rx.el.div(
        row(
            rx.el.strong(t("editor.question", n=index + 1)),
            rx.el.span(t_in("question_type", question.type), class_name="meta"),
            rx.cond(question.model != "", badge(t("editor.by", model=question.model), icon="eye")),
            rx.el.div(
                icon_button(
                    "pencil",
                    t("editor.edit_question", n=index + 1),
                    on_click=EditorState.edit(question.id),
                    size="sm",
                ),
                icon_button(
                    "trash-2",
                    t("editor.delete_question", n=index + 1),
                    on_click=EditorState.delete_question(block.id, question.id),
                    size="sm",
                ),
                class_name="question-tools",
            ),
        ),
        rx.el.p(question.stem, class_name="question-stem"),
        rx.cond(
            question.type == "numeric",
            rx.el.p(
                t(
                    "editor.numeric_key",
                    answer=question.answer,
                    tolerance=question.tolerance,
                    unit=question.unit,
                ),
                class_name="soft",
            ),
            rx.el.ul(rx.foreach(question.options, _key), class_name="key-list"),
        ),
        class_name="question",
    )


def _key(option: Item) -> rx.Component:
    return rx.cond(
        option.text != "",
        rx.el.li(
            rx.cond(option.is_right, icon("check"), rx.el.span()),
            rx.el.div(
                rx.el.span(option.text),
                rx.cond(option.is_right, rx.el.span(" ", t("editor.right"), class_name="vh")),
                rx.cond(option.reason != "", rx.el.p(option.reason, class_name="meta")),
            ),
            class_name=rx.cond(option.is_right, "is-right", ""),
        ),
    )
