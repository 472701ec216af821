"""What speaks for the sentences of the open lesson: how many stand on a source, and one after the other
the place, the doubts, and the teacher's word."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, link_button
from components.ui.callout import callout
from components.ui.dialog import dialog
from components.ui.field import text_area
from components.ui.layout import meta, row, soft, stack
from components.ui.press_keys import press_keys
from components.ui.values import Item, id_of, one_of
from components.ui.when import when
from components.ui.words import t, t_in
from pages.teach.form_end import form_end
from state.courses.editor import EditorState
from state.evidence.support import SupportState


def support_summary() -> rx.Component:
    """In the head of a lesson: the counts, with the way to go through what waits."""
    support: Item = EditorState.support
    return rx.el.div(
        rx.cond(
            support.has_sources,
            rx.el.p(
                t(
                    "support.summary",
                    supported=support.supported,
                    weak=support.weak,
                    unsupported=support.unsupported,
                    accepted=support.accepted,
                    unchecked=support.unchecked,
                ),
                rx.cond(support.is_checking, rx.el.span(" · ", t("support.checking"))),
                class_name="meta",
                role="status",
            ),
            rx.cond(
                EditorState.lesson_model != "",
                rx.el.p(t("support.no_sources"), class_name="meta"),
            ),
        ),
        rx.cond(
            support.has_sources,
            row(
                button(
                    rx.cond(SupportState.is_shown, t("support.hide"), t("support.show")),
                    on_click=SupportState.toggle,
                    icon="eye",
                    kind="quiet",
                    size="sm",
                    custom_attrs={"aria-pressed": SupportState.is_shown},
                ),
                rx.cond(
                    support.weak + support.unsupported + support.unchecked > 0,
                    button(
                        t("support.go_through"),
                        on_click=SupportState.step_through(
                            EditorState.lesson_id, id_of(EditorState.course)
                        ),
                        icon="list-checks",
                        size="sm",
                    ),
                ),
                button(
                    t("support.check_again"),
                    on_click=SupportState.check(EditorState.lesson_id, True),
                    icon="refresh-cw",
                    kind="quiet",
                    size="sm",
                    disabled=support.is_checking,
                ),
            ),
        ),
        class_name="support-summary",
    )


def support_panel() -> rx.Component:
    return dialog(
        t("support.why"),
        press_keys(),
        rx.cond(SupportState.line, _content()),
        rx.cond(SupportState.is_editing, rx.fragment(), _actions()),
        open=SupportState.is_open,
        on_close=SupportState.close,
        wide=True,
    )


def _content() -> rx.Component:
    line: Item = SupportState.line
    return stack(
        rx.cond(SupportState.is_editing, _form(), _in_its_paragraph()),
        row(
            _state_badge(line.state),
            rx.cond(line.likeness != "", meta(t_in("support_likeness", line.likeness))),
            rx.cond(line.accepted_by != "", meta(t("support.accepted_by", name=line.accepted_by))),
            rx.cond(
                SupportState.place > 0,
                rx.el.span(
                    t("key.place", n=SupportState.place, of=SupportState.total),
                    class_name="meta support-place",
                ),
            ),
        ),
        rx.cond(
            line.doubts.to(list[str]).length() > 0,
            callout(
                rx.el.ul(rx.foreach(line.doubts.to(list[str]), _doubt), class_name="key-reasons"),
                title=t("support.doubts"),
                tone="warning",
            ),
        ),
        rx.cond(
            line.quote != "",
            rx.el.section(
                rx.el.h3(
                    rx.cond(
                        (line.state == "supported") | (line.state == "weak"),
                        t("support.place"),
                        t("support.nearest"),
                    ),
                    class_name="shelf-title",
                ),
                rx.el.blockquote(line.quote, class_name="key-quote"),
                meta(
                    rx.cond(
                        line.page > 0,
                        rx.el.span(t("citation.place", title=line.title, page=line.page)),
                        rx.el.span(line.title),
                    )
                ),
            ),
            rx.cond(line.method != "", soft(t("support.no_place"))),
        ),
        rx.cond(
            line.method != "",
            meta(t("key.checked"), " ", when(line.checked_at, "moment"), " · ", line.method),
        ),
        gap=4,
    )


def _in_its_paragraph() -> rx.Component:
    """The sentence between its neighbours."""
    line: Item = SupportState.line
    return rx.el.p(
        rx.cond(line.before != "", rx.el.span(line.before, " ", class_name="soft")),
        rx.el.strong(line.text),
        rx.cond(line.after != "", rx.el.span(" ", line.after, class_name="soft")),
        class_name="sentence-in-place",
    )


def _form() -> rx.Component:
    line: Item = SupportState.line
    return rx.el.form(
        text_area(
            t("support.sentence"),
            name="sentence",
            default_value=line.source_text,
            hint=t("support.sentence_hint"),
            required=False,
            autofocus=True,
            class_name="input-read",
        ),
        form_end(SupportState.stop_editing),
        on_submit=SupportState.save,
        reset_on_submit=False,
        key=line.id,
        class_name="form",
    )


def _state_badge(state: Item) -> rx.Component:
    return one_of(
        state,
        ("supported", badge(t_in("support_state", "supported"), tone="ok", icon="check")),
        ("weak", badge(t_in("support_state", "weak"), tone="warn", icon="circle-help")),
        (
            "unsupported",
            badge(t_in("support_state", "unsupported"), tone="bad", icon="circle-alert"),
        ),
        ("accepted", badge(t_in("support_state", "accepted"), icon="user")),
        badge(t_in("support_state", state), icon="info"),
    )


def _doubt(doubt: Item) -> rx.Component:
    line: Item = SupportState.line
    return rx.el.li(t_in("support_doubt", doubt, missing=line.missing))


def _actions() -> rx.Component:
    line: Item = SupportState.line
    return rx.el.div(
        rx.cond(
            line & line.is_by_model & ((line.state == "weak") | (line.state == "unsupported")),
            button(
                t("support.accept"),
                on_click=SupportState.accept,
                kind="primary",
                icon="check",
                custom_attrs={"data-press": "a"},
            ),
        ),
        button(
            t("support.edit"),
            on_click=SupportState.edit,
            icon="pencil",
            custom_attrs={"data-press": "e"},
        ),
        button(
            t("support.delete"),
            on_click=SupportState.delete,
            icon="trash-2",
            custom_attrs={"data-press": "d"},
        ),
        rx.cond(
            line & (line.state == "accepted"),
            button(t("support.withdraw"), on_click=SupportState.withdraw, icon="undo-2"),
        ),
        rx.cond(
            line & (line.href != ""),
            link_button(
                t("support.open_source"),
                href=line.href,
                custom_attrs={"data-press": "o"},
                target="_blank",
            ),
        ),
        rx.cond(
            SupportState.place > 0,
            row(
                button(
                    t("key.previous"),
                    on_click=SupportState.go(-1),
                    disabled=SupportState.place <= 1,
                    kind="quiet",
                    custom_attrs={"data-press": "p"},
                ),
                button(
                    t("key.next"),
                    on_click=SupportState.go(1),
                    disabled=SupportState.place >= SupportState.total,
                    kind="quiet",
                    custom_attrs={"data-press": "n"},
                ),
            ),
        ),
        rx.el.p(t("support.keys"), class_name="meta key-keys"),
        class_name="dialog-actions",
    )
