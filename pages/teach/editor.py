"""/studio/[course_id]: the draft of one course."""

import reflex as rx

from components.ui.badge import badge
from components.ui.breadcrumb import breadcrumb
from components.ui.button import Kind, button, link_button
from components.ui.dialog import dialog
from components.ui.empty import empty_state
from components.ui.field import field, select, text_area
from components.ui.icons import icon
from components.ui.layout import row
from components.ui.outline import OutlineModuleProps, outline_editor
from components.ui.panes import Pane, panes
from components.ui.skeleton import skeleton
from components.ui.values import Item, first_of, id_of
from components.ui.words import t, t_in
from pages.frame import framed
from pages.teach.about import about
from pages.teach.affected import affected_strip
from pages.teach.completion import completion
from pages.teach.form_end import field_of_subject
from pages.teach.key_panel import key_panel
from pages.teach.lesson_editor import lesson_editor
from pages.teach.new_course import LANGUAGES, LEVELS
from pages.teach.question_desk import question_desk
from pages.teach.questions import bank_picker
from pages.teach.stages import stage_strip
from state.courses.editor import EditorState
from state.evidence.support import SupportState


def editor() -> rx.Component:
    return framed(
        rx.el.div(
            _head(),
            stage_strip(),
            affected_strip(),
            rx.cond(
                EditorState.is_loaded,
                panes(
                    Pane(t("editor.outline"), _outline()),
                    Pane(t("editor.lesson"), lesson_editor()),
                    Pane(
                        t("editor.about"),
                        rx.el.div(about(), completion(), class_name="stack gap-5"),
                    ),
                    start=1,
                    open_label=t("editor.about"),
                ),
                skeleton(6),
            ),
            _checklist(),
            _rename(),
            _details(),
            question_desk(),
            key_panel(),
            bank_picker(),
            class_name="studio",
        )
    )


def _head() -> rx.Component:
    course: Item = EditorState.course
    return rx.el.header(
        rx.el.div(
            breadcrumb((t("studio.title"), "/studio"), (t("editor.draft"), None)),
            rx.el.h1(first_of(course.title, t("editor.draft"))),
        ),
        row(
            rx.cond(
                course & course.is_published,
                link_button(
                    t("studio.open_published"), href=f"/courses/{course.slug}", kind="quiet"
                ),
            ),
            rx.cond(
                course,
                link_button(
                    t("insight.title"), href="/studio/" + id_of(course) + "/insight", kind="quiet"
                ),
            ),
            rx.cond(
                course,
                rx.fragment(
                    link_button(
                        t("manifest.title"),
                        href="/studio/" + id_of(course) + "/manifests",
                        kind="quiet",
                    ),
                    link_button(
                        t("review.title"),
                        href="/studio/" + id_of(course) + "/review",
                        kind="quiet",
                    ),
                ),
            ),
            rx.cond(
                course,
                link_button(
                    t("bank.title"), href="/studio/" + id_of(course) + "/questions", kind="quiet"
                ),
            ),
            button(t("editor.details"), on_click=EditorState.edit("course"), icon="pencil"),
            button(t("editor.publish"), on_click=EditorState.open_checklist, kind="primary"),
        ),
        class_name="studio-head",
    )


def _outline() -> rx.Component:
    return rx.el.div(
        rx.el.div(rx.el.h2(t("editor.outline")), class_name="head"),
        rx.cond(
            EditorState.modules.length() > 0,
            outline_editor(
                EditorState.outline.to(list[OutlineModuleProps]),
                current=EditorState.lesson_id,
                on_move_lesson=EditorState.place_lesson,
                on_move_module=EditorState.place_module,
                on_rename=EditorState.rename_part,
                on_delete=EditorState.delete_part,
            ),
            empty_state(t("editor.no_modules")),
        ),
        rx.el.div(rx.foreach(EditorState.modules, _add_lesson)),
        rx.el.form(
            field(t("editor.new_module"), name="module", max_length=200),
            button(t("editor.add_module"), type="submit", size="sm", icon="plus"),
            on_submit=EditorState.add_module,
            reset_on_submit=True,
            class_name="inline-form",
        ),
        class_name="stack gap-4",
    )


def _add_lesson(module: Item) -> rx.Component:
    return rx.el.details(
        rx.el.summary(icon("plus"), rx.el.span(t("editor.add_lesson_to", title=module.title))),
        rx.el.form(
            field(t("editor.new_lesson"), name="lesson-" + id_of(module), max_length=200),
            field_of_subject("module_id", id_of(module)),
            button(t("editor.add_lesson"), type="submit", size="sm", icon="plus"),
            on_submit=EditorState.add_lesson,
            reset_on_submit=True,
            class_name="inline-form",
        ),
        class_name="add-lesson",
    )


def _checklist() -> rx.Component:
    return dialog(
        t("checklist.title"),
        rx.cond(
            EditorState.findings.length() > 0,
            rx.el.ul(rx.foreach(EditorState.findings, _finding), class_name="rows"),
            rx.el.p(t("checklist.clear")),
        ),
        open=EditorState.is_checklist_open,
        on_close=EditorState.close_checklist,
        actions=[
            rx.cond(
                EditorState.waiting > 0,
                rx.cond(EditorState.is_ready, _go_through("plain"), _go_through("primary")),
            ),
            button(
                t("checklist.publish"),
                kind="primary",
                on_click=EditorState.publish(False),
                disabled=rx.cond(EditorState.is_ready, False, True),
                reason=t("checklist.blocked"),
            ),
            rx.cond(
                EditorState.is_ready_without_held,
                button(t("checklist.publish_without"), on_click=EditorState.publish(True)),
            ),
            button(t("editor.cancel"), on_click=EditorState.close_checklist),
        ],
        wide=True,
    )


def _go_through(kind: Kind) -> rx.Component:
    """Sentences and answers one after the other, and back to the checklist."""
    return button(
        t("checklist.go_through", n=EditorState.waiting),
        kind=kind,
        icon="list-checks",
        on_click=[
            EditorState.close_checklist,
            SupportState.step_through_course(id_of(EditorState.course)),
        ],
    )


def _finding(finding: Item) -> rx.Component:
    words = t("checklist." + finding.key.to(str), n=finding.count, title=finding.lesson_title)
    lesson_id = id_of(finding, "lesson_id")
    return rx.el.li(
        rx.cond(
            finding.is_blocking,
            badge(t("checklist.must"), tone="bad", icon="circle-alert"),
            badge(t("checklist.should"), tone="warn", icon="info"),
        ),
        rx.el.span(words),
        rx.cond(
            finding.lesson_title != "",
            rx.cond(
                finding.sentence_id,
                _go(
                    EditorState.go_to_finding(lesson_id),
                    SupportState.step_through(lesson_id, id_of(EditorState.course)),
                ),
                _go(EditorState.go_to_finding(lesson_id)),
            ),
        ),
        class_name="finding",
    )


def _go(*events: rx.event.EventSpec) -> rx.Component:
    return button(t("checklist.go"), on_click=list(events), size="sm", kind="quiet")


def _rename() -> rx.Component:
    return dialog(
        t("editor.rename"),
        rx.el.form(
            field(t("editor.title"), name="part", default_value=EditorState.renamed_title),
            rx.el.div(
                button(t("editor.save"), type="submit", kind="primary"),
                button(t("editor.cancel"), on_click=EditorState.stop_renaming, kind="quiet"),
                class_name="form-actions",
            ),
            on_submit=EditorState.save_part,
            reset_on_submit=False,
            key=EditorState.renaming,
            class_name="form",
        ),
        open=EditorState.renaming != "",
        on_close=EditorState.stop_renaming,
    )


def _details() -> rx.Component:
    course: Item = EditorState.course
    return dialog(
        t("editor.details"),
        rx.cond(
            course & (EditorState.editing == "course"),
            rx.el.form(
                field(t("course.title"), name="title", default_value=course.title),
                text_area(
                    t("course.summary"),
                    name="summary",
                    default_value=course.summary,
                    required=False,
                ),
                field(
                    t("course.subject"),
                    name="subject",
                    default_value=course.subject,
                    required=False,
                ),
                field(
                    t("course.audience"),
                    name="audience",
                    default_value=course.audience,
                    required=False,
                ),
                rx.el.div(
                    select(
                        t("course.level"),
                        [(level, t_in("level", level)) for level in LEVELS],
                        name="level",
                        default_value=course.level,
                    ),
                    select(
                        t("course.language"),
                        [(code, t_in("language", code)) for code in LANGUAGES],
                        name="language",
                        default_value=course.language,
                    ),
                    class_name="field-row",
                ),
                rx.el.div(
                    button(t("editor.save"), type="submit", kind="primary"),
                    button(t("editor.cancel"), on_click=EditorState.stop_editing, kind="quiet"),
                    class_name="form-actions",
                ),
                on_submit=EditorState.save_course,
                reset_on_submit=False,
                class_name="form",
            ),
        ),
        open=EditorState.editing == "course",
        on_close=EditorState.stop_editing,
        wide=True,
    )
