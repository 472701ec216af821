"""Over a lesson: how its reader likes to read, and whether the words of the page were made for that."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.choice import checkbox
from components.ui.dialog import dialog
from components.ui.field import select
from components.ui.layout import meta, row, stack
from components.ui.values import Item, one_of
from components.ui.words import t, t_in
from state.learning.fitted import FittedState
from state.learning.reader import ReaderState

LEVELS = ("as_written", "plainer", "technical")
DETAILS = ("as_written", "brief", "step_by_step")
EXAMPLES = ("as_written", "workplace", "everyday")


def reading_button() -> rx.Component:
    return rx.cond(
        FittedState.is_loaded,
        button(t("fitting.open"), on_click=FittedState.open, icon="type", size="sm", kind="quiet"),
    )


def fit_note() -> rx.Component:
    """Which words these are, or how far others are. The text stands there meanwhile."""
    fit: Item = FittedState.fit
    return rx.cond(
        FittedState.is_loaded & (fit.state != "as_written") & (fit.state != "none"),
        rx.el.div(
            one_of(
                fit.state,
                ("ready", _ready(fit)),
                ("waiting", _said(t("fitting.waiting", ahead=fit.ahead))),
                ("refused", _refused(fit)),
                _again(t("fitting.failed")),
            ),
            class_name="fit-note",
            role="status",
        ),
    )


def _ready(fit: Item) -> rx.Component:
    return rx.cond(
        ReaderState.is_fitted,
        row(
            badge(t("fitting.for_you"), tone="blue", icon="type"),
            meta(
                t("fitting.by", model=fit.model),
                rx.cond(fit.kept > 0, rx.el.span(" ", t("fitting.kept", n=fit.kept))),
            ),
            button(t("fitting.show_base"), on_click=FittedState.show_base(True), size="sm"),
        ),
        row(
            meta(t("fitting.ready")),
            button(
                t("fitting.show"), on_click=FittedState.show_base(False), size="sm", icon="type"
            ),
        ),
    )


def _said(words: rx.Var[str]) -> rx.Component:
    return row(badge(t("fitting.making"), icon="clock"), meta(words))


def _refused(fit: Item) -> rx.Component:
    return stack(
        _again(t("fitting.refused")),
        rx.el.details(
            rx.el.summary(t("fitting.why")),
            rx.el.ul(rx.foreach(fit.refusals, _refusal), class_name="key-reasons"),
        ),
        gap=1,
    )


def _refusal(one: Item) -> rx.Component:
    return rx.el.li(t_in("fidelity", one.reason, detail=one.detail))


def _again(words: rx.Var[str]) -> rx.Component:
    return row(
        meta(words),
        button(t("fitting.again"), on_click=FittedState.try_again, size="sm", icon="refresh-cw"),
    )


def preferences_form() -> rx.Component:
    mine: Item = FittedState.preferences
    return dialog(
        t("fitting.title"),
        rx.el.form(
            rx.el.p(t("fitting.lead"), class_name="soft"),
            rx.el.div(
                _choice("level", LEVELS, mine.level),
                _choice("detail", DETAILS, mine.detail),
                class_name="field-row",
            ),
            rx.el.div(
                _choice("examples", EXAMPLES, mine.examples),
                select(
                    t("fitting.language"),
                    rx.fragment(
                        rx.el.option(t("fitting.language.as_written"), value=""),
                        rx.foreach(FittedState.languages, _language),
                    ),
                    name="language",
                    default_value=mine.language,
                    required=False,
                ),
                class_name="field-row",
            ),
            stack(
                checkbox(
                    t("fitting.short_sentences"),
                    name="has_short_sentences",
                    default_checked=mine.has_short_sentences,
                ),
                checkbox(
                    t("fitting.wide_spacing"),
                    name="has_wide_spacing",
                    default_checked=mine.has_wide_spacing,
                ),
                gap=1,
            ),
            rx.el.p(t("fitting.promise"), class_name="hint"),
            row(
                button(t("fitting.save"), type="submit", kind="primary"),
                button(t("editor.cancel"), on_click=FittedState.close, kind="quiet"),
            ),
            on_submit=FittedState.save,
            reset_on_submit=False,
            class_name="form",
        ),
        open=FittedState.is_open,
        on_close=FittedState.close,
        wide=True,
    )


def _choice(name: str, values: tuple[str, ...], chosen: Item) -> rx.Component:
    return select(
        t(f"fitting.{name}"),
        [(value, t(f"fitting.{name}.{value}")) for value in values],
        name=name,
        default_value=chosen,
    )


def _language(code: Item) -> rx.Component:
    return rx.el.option(t_in("language", code), value=code)
