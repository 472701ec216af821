"""The marks of one submission: levels or points, comments, and the bank of comments."""

import reflex as rx

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
            autosave(
                shelf="mark." + work.id.to(str),
                on_save=GradingState.save(work.id),
                answered=GradingState.answered,
                at=GradingState.saved_at,
                problem=GradingState.problem,
            ),
            rx.cond(
                GradingState.criteria.length() > 0,
                rx.fragment(
                    _criteria(mark, work),
                    rx.el.p(
                        rx.cond(
                            mark.points != "",
                            t("grading.sum", points=mark.points, possible=GradingState.possible),
                            t("grading.not_all_chosen"),
                        ),
                        class_name="verdict",
                        role="status",
                    ),
                ),
                _points(mark, work),
            ),
            _comment(mark, work),
            on_submit=rx.prevent_default,
            reset_on_submit=False,
            class_name="stack gap-4",
        ),
        _bank(work),
        _keys(),
        class_name="grading-form stack gap-4",
    )


def _criteria(mark: Item, work: Item) -> rx.Component:
    def one(criterion: Item) -> rx.Component:
        return _criterion(criterion, mark, work)

    return rx.foreach(GradingState.criteria, one)


def _criterion(criterion: Item, mark: Item, work: Item) -> rx.Component:
    def level(of: Item) -> rx.Component:
        return rx.el.label(
            rx.el.input(
                type="radio",
                name=f"level-{criterion.id}",
                value=of.place.to(str),
                default_checked=mark.levels[criterion.id] == of.place.to(str),
            ),
            rx.el.span(
                rx.el.kbd(of.place + 1, aria_hidden="true"),
                " ",
                of.title,
                " ",
                rx.el.span(of.points, class_name="meta"),
            ),
            class_name="check mark-level",
        )

    return rx.el.fieldset(
        rx.el.legend(criterion.title),
        rx.el.div(rx.foreach(criterion.levels, level), class_name="mark-levels"),
        rx.el.input(
            name=f"comment-{criterion.id}",
            aria_label=t("grading.comment_on", title=criterion.title),
            placeholder=t("grading.comment_here"),
            default_value=mark.comments[criterion.id],
            max_length=4000,
            class_name="input input-sm",
        ),
        class_name="mark-criterion",
        custom_attrs={"data-criterion": criterion.id},
        key=f"{work.id}{criterion.id}",
    )


def _points(mark: Item, work: Item) -> rx.Component:
    place = "points-" + work.id.to(str)
    return rx.el.div(
        rx.el.label(t("grading.points_of", possible=GradingState.possible), html_for=place),
        rx.el.input(
            id=place,
            name="points",
            input_mode="decimal",
            auto_complete="off",
            default_value=mark.points,
            class_name="input num",
        ),
        class_name="field",
    )


def _comment(mark: Item, work: Item) -> rx.Component:
    place = "comment-" + work.id.to(str)
    return rx.el.div(
        rx.el.label(t("grading.comment"), html_for=place),
        rx.el.textarea(
            id=place,
            name="comment",
            rows=4,
            max_length=20_000,
            default_value=mark.comment,
            class_name="input",
        ),
        class_name="field",
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
