"""Why this key: blind answers, the number worked out again, the quote, look-alikes; and a person's word."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.icons import icon
from components.ui.layout import meta, soft, stack
from components.ui.press_keys import press_keys
from components.ui.values import Item, Text, first_of, one_of, one_text
from components.ui.verdict import verdict_badge
from components.ui.when import when
from components.ui.words import t, t_in
from state.assessment.desk import DeskState
from state.evidence.keys import KeyState


def key_panel() -> rx.Component:
    return dialog(
        t("key.why"),
        press_keys(),
        stack(
            _head(),
            rx.el.ul(rx.foreach(KeyState.key, _key_line), class_name="key-list"),
            _word(),
            _check(),
            gap=4,
        ),
        _actions(),
        open=KeyState.is_open,
        on_close=KeyState.close,
        wide=True,
    )


def _head() -> rx.Component:
    return rx.el.div(
        rx.el.p(KeyState.stem, class_name="question-stem"),
        rx.el.div(
            verdict_badge(KeyState.verdict),
            rx.cond(
                KeyState.is_by_model,
                rx.el.span(t("editor.by", model=KeyState.author), class_name="meta"),
                rx.cond(
                    KeyState.author != "",
                    rx.el.span(t("key.by_person", name=KeyState.author), class_name="meta"),
                ),
            ),
            rx.cond(
                KeyState.place > 0,
                rx.el.span(
                    t("key.place", n=KeyState.place, of=KeyState.total), class_name="meta key-place"
                ),
            ),
            class_name="row gap-2",
        ),
        class_name="stack gap-2",
    )


def _key_line(line: Item) -> rx.Component:
    return rx.el.li(
        rx.cond(line.is_right, icon("check"), rx.el.span()),
        rx.el.div(
            rx.el.span(line.text),
            rx.cond(line.is_right, rx.el.span(" ", t("editor.right"), class_name="vh")),
        ),
        class_name=rx.cond(line.is_right, "is-right", ""),
    )


def _word() -> rx.Component:
    word: Item = KeyState.word
    return rx.cond(
        KeyState.word,
        soft(
            one_of(
                word.verdict,
                ("held", t("key.word_held", name=word.name)),
                t("key.word_vouched", name=word.name),
            ),
            " ",
            when(word.at, "moment"),
        ),
    )


def _check() -> rx.Component:
    check: Item = KeyState.check
    return rx.cond(
        KeyState.check,
        stack(
            callout(
                rx.el.ul(rx.foreach(check.reasons, _reason), class_name="key-reasons"),
                title=one_text(
                    check.verdict,
                    ("verified", t("key.found_verified")),
                    t("key.found_held"),
                ),
                tone=rx.cond(check.verdict == "verified", "note", "warning"),
            ),
            rx.cond(
                check.quote != "",
                _part(
                    t("key.quote"),
                    rx.el.blockquote(check.quote, class_name="key-quote"),
                    meta(
                        t_in("key_quote", check.quote_outcome),
                        rx.cond(
                            check.quote_page > 0,
                            rx.el.span(" · ", t("key.page", n=check.quote_page)),
                        ),
                        rx.cond(
                            check.quote_href != "",
                            rx.el.span(
                                " · ",
                                rx.el.a(
                                    t("key.open_place"), href=check.quote_href, target="_blank"
                                ),
                            ),
                        ),
                        rx.cond(
                            check.rival != "",
                            rx.el.span(" · ", t("key.rival", answer=check.rival)),
                        ),
                    ),
                ),
            ),
            rx.cond(
                check.blind.length() > 0,
                _part(
                    t("key.blind"),
                    rx.el.ol(rx.foreach(check.blind, _blind), class_name="rows key-blind"),
                    meta(t_in("key_basis", check.basis)),
                ),
            ),
            rx.cond(
                check.recomputed != "",
                _part(
                    t("key.recomputed"),
                    rx.el.p(
                        t_in("key_recomputed", check.recomputed),
                        rx.cond(
                            check.expression != "",
                            rx.el.code(" ", check.expression, " = ", check.value),
                        ),
                    ),
                ),
            ),
            rx.cond(
                check.lookalikes.length() > 0,
                _part(
                    t("key.lookalikes"),
                    rx.el.ul(rx.foreach(check.lookalikes, rx.el.li), class_name="rows"),
                ),
            ),
            rx.cond(
                check.cues.length() > 0,
                _part(
                    t("key.cues"),
                    rx.el.ul(rx.foreach(check.cues, _cue), class_name="rows"),
                ),
            ),
            meta(
                t("key.checked"),
                " ",
                when(check.checked_at, "moment"),
                " · ",
                check.method,
            ),
            gap=4,
        ),
        rx.cond(
            KeyState.is_by_model,
            rx.cond(KeyState.word, rx.fragment(), callout(t("key.not_checked"), tone="warning")),
        ),
    )


def _part(title: Text, *content: rx.Component) -> rx.Component:
    return rx.el.section(rx.el.h3(title, class_name="shelf-title"), *content)


def _reason(line: Item) -> rx.Component:
    return rx.el.li(t_in("key_reason", line.key, detail=line.detail, n=line.count))


def _cue(line: Item) -> rx.Component:
    return rx.el.li(t_in("key_reason", line.key, detail=line.detail, n=1))


def _blind(line: Item) -> rx.Component:
    return rx.el.li(
        one_of(
            line.outcome,
            ("agrees", badge(t_in("key_blind", "agrees"), tone="ok", icon="check")),
            ("differs", badge(t_in("key_blind", "differs"), tone="bad", icon="circle-alert")),
            ("untold", badge(t_in("key_blind", "untold"), tone="warn", icon="circle-help")),
            badge(t_in("key_blind", "failed"), tone="warn", icon="cloud-off"),
        ),
        rx.el.div(
            rx.el.span(first_of(line.answer, "–")),
            meta(
                line.engine,
                rx.cond(line.shown != "", rx.el.span(" · ", t("key.shown", options=line.shown))),
            ),
        ),
        class_name="key-solution",
    )


def _actions() -> rx.Component:
    return rx.el.div(
        rx.cond(
            KeyState.verdict == "held",
            button(
                t("key.vouch"),
                on_click=KeyState.vouch,
                kind="primary",
                icon="check",
                custom_attrs={"data-press": "v"},
            ),
            button(
                t("key.hold"), on_click=KeyState.hold, icon="lock", custom_attrs={"data-press": "h"}
            ),
        ),
        button(
            t("key.edit"),
            on_click=[KeyState.close, DeskState.edit(KeyState.question_id, KeyState.course_id)],
            icon="pencil",
            custom_attrs={"data-press": "e"},
        ),
        button(t("key.check_again"), on_click=KeyState.check_again, icon="refresh-cw"),
        rx.cond(
            KeyState.place > 0,
            rx.el.div(
                button(
                    t("key.previous"),
                    on_click=KeyState.go(-1),
                    disabled=KeyState.place <= 1,
                    kind="quiet",
                    custom_attrs={"data-press": "p"},
                ),
                button(
                    t("key.next"),
                    on_click=KeyState.go(1),
                    disabled=KeyState.place >= KeyState.total,
                    kind="quiet",
                    custom_attrs={"data-press": "n"},
                ),
                class_name="row gap-1",
            ),
        ),
        rx.el.p(t("key.keys"), class_name="meta key-keys"),
        class_name="dialog-actions",
    )
