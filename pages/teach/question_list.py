"""The questions of a quiz block, each with its key, and the ways to more of them."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, icon_button, link_button
from components.ui.icons import icon
from components.ui.layout import row
from components.ui.menu import menu, menu_item
from components.ui.values import Item, id_of, text
from components.ui.verdict import verdict_badge
from components.ui.words import t, t_in
from pages.teach.proposals import rewrite_button
from pages.teach.question_desk import BY_PEOPLE, KINDS
from state.assessment.bank import BankState
from state.assessment.desk import DeskState
from state.courses.editor import EditorState
from state.evidence.keys import KeyState


def question_list(block: Item) -> rx.Component:
    def shown(question: Item, index: Item) -> rx.Component:
        return rx.el.li(_question(block, question, index))

    return rx.el.div(
        rx.el.ol(rx.foreach(block.questions, shown), class_name="rows question-list"),
        row(
            menu(
                t("editor.add_question"),
                rx.el.span(icon("plus"), t("editor.add_question"), class_name="row gap-1"),
                *(
                    menu_item(t_in("question_type", kind), on_click=DeskState.begin(kind, block.id))
                    for kind in KINDS
                    if kind not in BY_PEOPLE
                ),
                placement="bottom-start",
                button_class="btn btn-sm",
            ),
            button(
                t("bank.pick"),
                on_click=BankState.pick_for(block.id),
                icon="library",
                size="sm",
                kind="quiet",
            ),
        ),
    )


def _question(block: Item, question: Item, index: Item) -> rx.Component:
    return rx.el.div(
        row(
            rx.el.strong(t("editor.question", n=index + 1)),
            rx.el.span(t_in("question_type", question.type), class_name="meta"),
            rx.cond(question.model != "", badge(t("editor.by", model=question.model), icon="eye")),
            verdict_badge(question.verdict),
            rx.el.div(
                rx.cond(
                    (question.type == "single") & (question.model != ""),
                    rewrite_button(
                        "question", question.id, t("proposal.rewrite_question", n=index + 1)
                    ),
                ),
                link_button(
                    href="/studio/"
                    + id_of(EditorState.course)
                    + "/manifests?about="
                    + text(question.id),
                    icon="info",
                    kind="quiet",
                    size="sm",
                    class_name="btn-icon",
                    aria_label=t("editor.how_made_question", n=index + 1),
                    custom_attrs={"data-tip": t("editor.how_made_question", n=index + 1)},
                ),
                icon_button(
                    "shield-check",
                    t("key.why_question", n=index + 1),
                    on_click=KeyState.look(question.id, ""),
                    size="sm",
                ),
                icon_button(
                    "pencil",
                    t("editor.edit_question", n=index + 1),
                    on_click=DeskState.edit(question.id, ""),
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
        rx.el.ul(rx.foreach(question.key, _key), class_name="key-list"),
        class_name="question",
    )


def _key(line: Item) -> rx.Component:
    return rx.el.li(
        rx.cond(line.is_right, icon("check"), rx.el.span()),
        rx.el.div(
            rx.el.span(line.text),
            rx.cond(line.is_right, rx.el.span(" ", t("editor.right"), class_name="vh")),
            rx.cond(line.reason != "", rx.el.p(line.reason, class_name="meta")),
        ),
        class_name=rx.cond(line.is_right, "is-right", ""),
    )
