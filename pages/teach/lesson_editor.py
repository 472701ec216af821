"""The open lesson of a draft: each block as a learner reads it, with the means to change it."""

import reflex as rx

from components.lesson.block import block as reading_block
from components.lesson.props import BlockProps, Reader
from components.ui.badge import badge
from components.ui.button import button, icon_button, link_button
from components.ui.empty import empty_state
from components.ui.evidence import evidence
from components.ui.field import field, text_area
from components.ui.icons import IconName, icon
from components.ui.layout import row
from components.ui.menu import menu, menu_item
from components.ui.values import Item, first_of, id_of, text
from components.ui.when import when
from components.ui.words import t, t_in
from pages.teach.affected import history_link
from pages.teach.block_form import block_form
from pages.teach.form_end import form_end
from pages.teach.proposals import (
    ask_form,
    proposals_of_block,
    proposals_of_lesson,
    rewrite_button,
)
from pages.teach.question_list import question_list
from pages.teach.support_panel import support_panel, support_summary
from state.courses.editor import EditorState
from state.evidence.support import SupportState
from state.generation.stages import StagesState
from state.revisions.proposals import ProposalsState

KINDS: tuple[tuple[str, IconName], ...] = (
    ("text", "type"),
    ("heading", "heading-2"),
    ("list", "list"),
    ("table", "table"),
    ("formula", "sigma"),
    ("callout", "triangle-alert"),
    ("code", "code"),
    ("figure", "image"),
    ("model", "box"),
    ("video", "video"),
    ("file", "file"),
    ("quiz", "list-checks"),
)
REWRITABLE = rx.Var.create(["text", "list", "callout", "figure"])
"""Types of blocks that an engine writes again."""
LOOKING = Reader(lesson_id=EditorState.lesson_id, is_enrolled=False)


def lesson_editor() -> rx.Component:
    generation: Item = StagesState.generation
    return rx.cond(
        EditorState.lesson_id != "",
        rx.el.article(
            rx.cond(EditorState.editing == "lesson", _head_form(), _head()),
            ask_form(EditorState.lesson_id),
            proposals_of_lesson(EditorState.lesson_id),
            rx.el.div(
                _add_menu(0),
                evidence(
                    rx.foreach(EditorState.blocks, _block),
                    is_shown=SupportState.is_shown,
                    lines=EditorState.support.lines,
                    on_look=SupportState.look(EditorState.lesson_id),
                ),
                class_name="prose edit-blocks",
            ),
            support_panel(),
            class_name="lesson lesson-editor",
        ),
        empty_state(
            rx.cond(
                generation & generation.is_active,
                t("editor.lessons_come"),
                t("editor.no_lessons"),
            )
        ),
    )


def _head() -> rx.Component:
    course: Item = EditorState.course
    return rx.el.header(
        row(
            _standing(),
            row(
                _how_made(EditorState.lesson_id, t("editor.how_made_lesson")),
                button(
                    t("proposal.rewrite_lesson"),
                    on_click=ProposalsState.ask("lesson", EditorState.lesson_id),
                    icon="refresh-cw",
                    kind="quiet",
                    size="sm",
                ),
                history_link(id_of(course), "lesson", EditorState.lesson_id),
                button(
                    t("editor.edit_head"),
                    on_click=EditorState.edit("lesson"),
                    icon="pencil",
                    kind="quiet",
                    size="sm",
                ),
                rx.cond(
                    EditorState.lesson_is_required,
                    button(
                        t("editor.make_optional"),
                        on_click=EditorState.require_lesson(False),
                        kind="quiet",
                        size="sm",
                    ),
                    button(
                        t("editor.make_required"),
                        on_click=EditorState.require_lesson(True),
                        kind="quiet",
                        size="sm",
                    ),
                ),
                rx.cond(
                    EditorState.lesson_reviewed_at == "",
                    button(
                        t("editor.sign"),
                        on_click=EditorState.review_lesson(True),
                        icon="check",
                        size="sm",
                    ),
                    button(
                        t("editor.unsign"),
                        on_click=EditorState.review_lesson(False),
                        icon="undo-2",
                        kind="quiet",
                        size="sm",
                    ),
                ),
            ),
            spread=True,
        ),
        rx.el.h2(
            rx.el.span(EditorState.lesson_number, class_name="num"),
            " ",
            EditorState.lesson_title,
            class_name="lesson-editor-title",
        ),
        rx.cond(
            EditorState.lesson_summary != "",
            rx.el.p(EditorState.lesson_summary, class_name="lead"),
        ),
        support_summary(),
        class_name="lesson-editor-head",
    )


def _standing() -> rx.Component:
    return row(
        rx.cond(EditorState.lesson_is_required, rx.fragment(), badge(t("lesson.optional"))),
        rx.cond(
            EditorState.lesson_reviewed_at != "",
            rx.fragment(
                badge(t("state.reviewed"), tone="ok", icon="check"),
                rx.el.span(
                    t("editor.reviewed_by", name=EditorState.lesson_reviewer),
                    " ",
                    when(EditorState.lesson_reviewed_at, "moment"),
                    class_name="meta",
                ),
            ),
            rx.fragment(
                badge(t("editor.unreviewed"), tone="warn", icon="eye"),
                rx.cond(
                    EditorState.lesson_model != "",
                    rx.el.span(t("editor.by", model=EditorState.lesson_model), class_name="meta"),
                ),
            ),
        ),
    )


def _head_form() -> rx.Component:
    return rx.el.form(
        field(t("editor.lesson_title"), name="title", default_value=EditorState.lesson_title),
        text_area(
            t("editor.lesson_lead"),
            name="summary",
            default_value=EditorState.lesson_summary,
            required=False,
            class_name="input-read",
        ),
        form_end(EditorState.stop_editing),
        on_submit=EditorState.save_lesson,
        reset_on_submit=False,
        class_name="form block-form",
    )


def _block(block: Item, index: Item) -> rx.Component:
    return rx.el.div(
        rx.cond(
            EditorState.editing == block.id,
            block_form(block),
            rx.el.div(
                _tools(block, index),
                rx.cond(
                    block.type == "quiz",
                    rx.el.div(
                        rx.el.h3(first_of(block.form.title, t("editor.quiz"))),
                        question_list(block),
                        class_name="quiz-editor",
                    ),
                    reading_block(block.reading.to(BlockProps), LOOKING),
                ),
                rx.cond(
                    block.support != "",
                    rx.el.span(t_in("support", block.support), class_name="vh"),
                ),
                rx.cond(
                    (block.models != "") & (block.models != EditorState.lesson_model),
                    rx.el.p(t("editor.by_unreviewed", model=block.models), class_name="meta"),
                ),
                class_name="edit-block is-" + text(block.support),
            ),
        ),
        ask_form(block.id, is_figure=block.type == "figure"),
        rx.cond(
            block.type == "quiz",
            rx.foreach(block.questions, _ask_question),
        ),
        proposals_of_block(block.id),
        _add_menu(index + 1),
        key=block.id,
    )


def _ask_question(question: Item) -> rx.Component:
    return ask_form(question.id)


def _tools(block: Item, index: Item) -> rx.Component:
    name = t_in("block", block.type)
    course: Item = EditorState.course
    return rx.el.div(
        rx.cond(
            REWRITABLE.contains(block.type),
            rewrite_button("block", block.id, t("proposal.rewrite", what=name)),
        ),
        rx.el.a(
            icon("history"),
            href="/studio/" + id_of(course) + "/history?part=block&id=" + text(block.id),
            class_name="btn btn-quiet btn-icon btn-sm",
            aria_label=t("history.of", what=name),
            custom_attrs={"data-tip": t("history.of", what=name)},
        ),
        icon_button(
            "pencil", t("editor.edit", what=name), on_click=EditorState.edit(block.id), size="sm"
        ),
        _how_made(id_of(block), t("editor.how_made", what=name)),
        icon_button(
            "arrow-up",
            t("editor.up", what=name),
            on_click=EditorState.move_block(block.id, "up"),
            disabled=index == 0,
            size="sm",
        ),
        icon_button(
            "arrow-down",
            t("editor.down", what=name),
            on_click=EditorState.move_block(block.id, "down"),
            disabled=index == EditorState.blocks.length() - 1,
            size="sm",
        ),
        icon_button(
            "trash-2",
            t("editor.delete", what=name),
            on_click=EditorState.delete_block(block.id),
            size="sm",
        ),
        class_name="block-tools",
        role="toolbar",
        aria_label=t("editor.tools", what=name),
    )


def _how_made(about: Item, label: Item) -> rx.Component:
    """Leads to the records of how something came about."""
    href = "/studio/" + id_of(EditorState.course) + "/manifests?about=" + text(about)
    return link_button(
        href=href,
        icon="info",
        kind="quiet",
        size="sm",
        class_name="btn-icon",
        aria_label=label,
        custom_attrs={"data-tip": label},
    )


def _add_menu(at: Item | int) -> rx.Component:
    return rx.el.div(
        menu(
            t("editor.add_block"),
            rx.el.span(icon("plus"), rx.el.span(t("editor.add"), class_name="add-word")),
            *(
                menu_item(t_in("block", kind), on_click=EditorState.add_block(kind, at), icon=mark)
                for kind, mark in KINDS
            ),
            placement="bottom-start",
            button_class="btn btn-sm add-block",
        ),
        class_name="add-row",
    )
