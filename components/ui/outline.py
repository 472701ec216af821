"""The outline of a course: to read along, or to rearrange."""

from typing import Any, TypedDict

import reflex as rx

from components.ui.floating import Floating
from components.ui.icons import icon
from components.ui.lock import lock_note
from components.ui.values import Handler, Item, Text, given, one_of, text
from components.ui.words import t, t_in


class OutlineLessonProps(TypedDict, total=False):
    id: str
    number: int
    title: str
    href: str
    state: str
    """Reading: done, now, locked, or empty. Editing: a state while it is being made, else empty."""
    opens_at: str
    missing: str
    """Reading: why a lesson is locked, for `lock_note`."""
    is_optional: bool
    """The course can be completed without it."""
    full: int
    part: int
    none: int
    """Editing: statements with a source, partly, without one."""


class OutlineModuleProps(TypedDict, total=False):
    id: str
    number: int
    title: str
    lessons: list[OutlineLessonProps]


Modules = list[OutlineModuleProps] | rx.Var[list[OutlineModuleProps]]


def _lesson_moved(
    lesson: rx.Var[str], module: rx.Var[str], place: rx.Var[int]
) -> tuple[rx.Var[str], rx.Var[str], rx.Var[int]]:
    return (lesson, module, place)


def _module_moved(module: rx.Var[str], place: rx.Var[int]) -> tuple[rx.Var[str], rx.Var[int]]:
    return (module, place)


class OutlineEditor(Floating):
    library = "$/public/client/outline_editor.jsx"
    tag = "OutlineEditor"

    label: rx.Var[str]
    modules: rx.Var[list[Any]]
    current: rx.Var[str]
    on_move_lesson: rx.EventHandler[_lesson_moved]
    on_move_module: rx.EventHandler[_module_moved]
    on_rename: rx.EventHandler[rx.event.passthrough_event_spec(str)]
    on_delete: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def outline(modules: Modules, *, current: Text = "", label: Text | None = None) -> rx.Component:
    """To read along. `current` is the id of the lesson on the page."""
    found = rx.Var.create(modules).to(list[OutlineModuleProps])

    def lesson_row(lesson: Item) -> rx.Component:
        return _lesson(lesson, current)

    def module_part(module: Item) -> rx.Component:
        return rx.el.li(
            rx.el.p(module["number"], " ", module["title"], class_name="outline-title"),
            rx.el.ol(rx.foreach(module["lessons"], lesson_row)),
        )

    return rx.el.nav(
        rx.el.ol(rx.foreach(found, module_part)),
        class_name="outline",
        aria_label=t("outline.label") if label is None else label,
    )


def outline_editor(
    modules: Modules,
    *,
    current: Text = "",
    on_move_lesson: Handler,
    on_move_module: Handler,
    on_rename: Handler | None = None,
    on_delete: Handler | None = None,
) -> rx.Component:
    """To rearrange: by dragging, by menu, or with Alt and the arrow keys.

    `on_move_lesson` gets lesson id, module id and the place in it counted from 0; `on_move_module`
    module id and place; `on_rename` and `on_delete` the id of either.
    """
    return OutlineEditor.create(
        label=t("outline.label"),
        modules=modules,
        current=current,
        on_move_lesson=on_move_lesson,
        on_move_module=on_move_module,
        **given(on_rename=on_rename, on_delete=on_delete),
    )


def _lesson(lesson: Item, current: Text) -> rx.Component:
    is_here = text(current) == lesson["id"]
    return rx.el.li(
        rx.el.a(
            rx.cond(
                is_here,
                icon("circle-dot"),
                one_of(
                    lesson["state"],
                    ("done", icon("check")),
                    ("locked", icon("lock")),
                    icon("circle"),
                ),
            ),
            rx.el.span(lesson["number"], class_name="num"),
            rx.el.span(
                lesson["title"],
                rx.cond(
                    lesson["state"] == "done",
                    rx.el.span(" ", t_in("stage", "done"), class_name="vh"),
                ),
                rx.cond(
                    lesson["is_optional"],
                    rx.el.span(t("lesson.optional"), class_name="outline-lock"),
                ),
                rx.cond(
                    lesson["state"] == "locked",
                    rx.el.span(
                        lock_note(lesson["opens_at"], lesson["missing"]), class_name="outline-lock"
                    ),
                ),
            ),
            href=lesson["href"],
            aria_current=rx.cond(is_here, "page", "false"),
        )
    )
