"""The marks of one submission: levels or points, comments, and the bank of comments."""

import reflex as rx

from components.grading.mark_fields import mark_fields
from components.ui.autosave import autosave
from components.ui.button import button, icon_button
from components.ui.layout import row as line
from components.ui.values import Item, id_of
from components.ui.words import t
from state.assignments.grading import GradingState

KEYS = (
    ("j", "next"),
    ("k", "previous"),
    ("u", "unmarked"),
    ("1", "level"),
    ("↑", "criterion_before"),
    ("↓", "criterion_after"),
    ("c", "comment"),
    ("b", "bank"),
    ("Enter", "points_next"),
    ("Ctrl Enter", "field_next"),
    ("Esc", "leave"),
)


BANK_KEYS = 9
"""Comments of the bank that a single key reaches."""


def mark_form(work: Item) -> rx.Component:
    mark: Item = GradingState.marks[work.id]
    return rx.el.div(
        rx.el.form(
            autosave(shelf="mark." + work.id.to(str), on_save=GradingState.save(work.id)),
            mark_fields(
                GradingState.criteria,
                mark,
                place=work.id,
                possible=GradingState.possible,
                has_keys=True,
            ),
            on_submit=rx.prevent_default,
            reset_on_submit=False,
            class_name="stack gap-4",
        ),
        _bank(work),
        _keys(),
        class_name="grading-form stack gap-4",
    )


def _bank(work: Item) -> rx.Component:
    mark: Item = GradingState.marks[work.id]
    return rx.el.details(
        rx.el.summary(t("grading.bank"), " ", rx.el.kbd("b", aria_hidden="true")),
        rx.cond(
            GradingState.snippets.length() > 0,
            rx.el.ol(rx.foreach(GradingState.snippets, _snippet), class_name="bank-list"),
            rx.el.p(t("grading.bank_empty"), class_name="soft"),
        ),
        line(
            button(
                t("grading.keep_comment"),
                on_click=GradingState.keep_comment(work.id),
                disabled=mark.comment == "",
                size="sm",
                icon="plus",
            )
        ),
        class_name="rows-of",
        custom_attrs={"data-bank": "true"},
    )


def _snippet(snippet: Item, at: Item) -> rx.Component:
    return rx.el.li(
        rx.el.button(
            rx.cond(at < BANK_KEYS, rx.el.kbd(at + 1, aria_hidden="true")),
            " ",
            snippet.text,
            type="button",
            class_name="bank-text",
            custom_attrs={"data-snippet": snippet.text},
        ),
        icon_button(
            "x",
            t("grading.forget_comment", text=snippet.text),
            on_click=GradingState.forget_comment(id_of(snippet)),
            size="sm",
        ),
    )


def _keys() -> rx.Component:
    return rx.el.details(
        rx.el.summary(t("grading.keys")),
        rx.el.dl(
            *(
                rx.el.div(rx.el.dt(rx.el.kbd(key)), rx.el.dd(t(f"grading_key.{name}")))
                for key, name in KEYS
            ),
            class_name="keys",
        ),
        class_name="rows-of",
    )
