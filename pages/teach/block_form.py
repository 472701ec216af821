"""The form that edits one block, whatever its type."""

import reflex as rx

from components.lesson.asset_field import AssetKind, asset_field
from components.lesson.props import BlockProps
from components.ui.choice import checkbox
from components.ui.field import field, select, text_area
from components.ui.values import Item, id_of, one_of
from components.ui.words import t, t_in
from pages.teach.form_end import field_of_subject, form_end
from state.courses.editor import EditorState

TONES = ("note", "warning", "danger")


def block_form(block: Item) -> rx.Component:
    """Saves with its button or Ctrl+Enter; Esc leaves it."""
    form = block.form
    return rx.el.form(
        one_of(
            block.type,
            ("heading", _fields(_heading(form), _level(form))),
            ("text", _text(form, tall=True)),
            ("list", _fields(_text(form, "list_hint", tall=True), _is_ordered(form))),
            ("table", _fields(_text(form, "table_hint", tall=True), _caption(form))),
            ("formula", _fields(_text(form, "latex_hint"), _where(form))),
            ("callout", _fields(_tone(form), _title(form), _text(form, tall=True))),
            ("code", _fields(_language(form), _text(form, tall=True), _caption(form))),
            (
                "figure",
                _fields(
                    _asset(block, "image"),
                    _alt(form),
                    _caption(form),
                    _legend(form),
                    _prompt(form),
                ),
            ),
            (
                "model",
                _fields(_asset(block, "model"), _alt(form), _caption(form), _legend(form)),
            ),
            ("video", _fields(_asset(block, "video"), _alt(form), _caption(form))),
            ("file", _fields(_asset(block, "file"), _title(form))),
            ("quiz", _fields(_title(form), _passing(form))),
            rx.fragment(),
        ),
        field_of_subject("block_id", block.id),
        form_end(EditorState.stop_editing),
        on_submit=EditorState.save_block,
        reset_on_submit=False,
        class_name="form block-form",
    )


def _fields(*fields: rx.Component) -> rx.Component:
    return rx.el.div(*fields, class_name="stack gap-3")


def _text(form: Item, hint: str = "text_hint", *, tall: bool = False) -> rx.Component:
    return text_area(
        t("editor.text"),
        name="text",
        hint=t(f"editor.{hint}"),
        default_value=form.text,
        class_name="input-read" if tall else "",
        auto_focus=True,
    )


def _heading(form: Item) -> rx.Component:
    return field(t("editor.text"), name="text", default_value=form.text, auto_focus=True)


def _level(form: Item) -> rx.Component:
    return select(
        t("editor.heading_level"),
        [("2", t("editor.heading_2")), ("3", t("editor.heading_3"))],
        name="level",
        default_value=form.level,
    )


def _is_ordered(form: Item) -> rx.Component:
    return checkbox(t("editor.is_ordered"), name="is_ordered", default_checked=form.is_ordered)


def _caption(form: Item) -> rx.Component:
    return field(t("editor.caption"), name="caption", default_value=form.caption, required=False)


def _title(form: Item) -> rx.Component:
    return field(t("editor.title"), name="title", default_value=form.title, required=False)


def _where(form: Item) -> rx.Component:
    return text_area(
        t("editor.where"),
        name="where",
        hint=t("editor.where_hint"),
        default_value=form.where,
        required=False,
    )


def _legend(form: Item) -> rx.Component:
    return text_area(
        t("editor.legend"),
        name="legend",
        hint=t("editor.legend_hint"),
        default_value=form.legend,
        required=False,
    )


def _tone(form: Item) -> rx.Component:
    return select(
        t("editor.tone"),
        [(tone, t_in("callout", tone)) for tone in TONES],
        name="tone",
        default_value=form.tone,
    )


def _language(form: Item) -> rx.Component:
    return field(
        t("editor.code_language"), name="language", default_value=form.language, required=False
    )


def _alt(form: Item) -> rx.Component:
    return field(t("editor.alt"), name="alt", hint=t("editor.alt_hint"), default_value=form.alt)


def _prompt(form: Item) -> rx.Component:
    return field(
        t("editor.prompt"),
        name="prompt",
        hint=t("editor.prompt_hint"),
        default_value=form.prompt,
        required=False,
    )


def _passing(form: Item) -> rx.Component:
    return field(
        t("editor.passing"),
        name="passing_percent",
        type="number",
        min=0,
        max=100,
        default_value=form.passing_percent,
    )


def _asset(block: Item, kind: AssetKind) -> rx.Component:
    course: Item = EditorState.course
    reading = block.reading.to(BlockProps)
    return asset_field(
        kind,
        course_id=id_of(course),
        name="asset_id",
        value=block.form.asset_id,
        filename=reading["filename"],
        size=reading["size"],
    )
