"""Having a part of a lesson written again: the form that asks, and the panel that shows what came."""

import reflex as rx

from components.ui.badge import badge
from components.ui.button import button, icon_button
from components.ui.callout import callout
from components.ui.difference import after_side, before_side
from components.ui.field import field, select
from components.ui.form_keys import form_keys
from components.ui.icons import icon
from components.ui.layout import meta, row
from components.ui.letter_keys import letter_keys
from components.ui.values import Item, Text
from components.ui.words import t, t_error, t_in
from state.revisions.proposals import ProposalsState

FOR_TEXT = ("shorter", "simpler", "example", "detail", "another")
FOR_FIGURE = ("simpler", "detail", "another")


def rewrite_button(part: str, part_id: Text, label: Text) -> rx.Component:
    """Opens the form under the part."""
    return icon_button("refresh-cw", label, on_click=ProposalsState.ask(part, part_id), size="sm")


def ask_form(part_id: Text, *, is_figure: Item | bool = False) -> rx.Component:
    """Where the part is being asked about: one press for what is asked most, or free words."""
    return rx.cond(ProposalsState.asking == part_id, _form(is_figure))


def _form(is_figure: Item | bool) -> rx.Component:
    return rx.el.form(
        rx.cond(
            ProposalsState.sentences.length() > 1,
            select(
                t("proposal.what"),
                rx.fragment(
                    rx.el.option(t("proposal.whole"), value=""),
                    rx.foreach(ProposalsState.sentences, _sentence),
                ),
                name="sentence",
                required=False,
                value=ProposalsState.chosen,
                on_change=ProposalsState.choose,
            ),
        ),
        rx.el.div(
            rx.cond(is_figure, _presets(FOR_FIGURE), _presets(FOR_TEXT)),
            role="group",
            aria_label=t("proposal.presets"),
            class_name="row",
        ),
        field(
            t("proposal.instruction"),
            name="instruction",
            hint=t("proposal.instruction_hint"),
            required=False,
            max_length=500,
            auto_focus=True,
        ),
        rx.el.div(
            button(t("proposal.ask"), type="submit", kind="primary", size="sm"),
            button(
                t("editor.cancel"),
                on_click=ProposalsState.stop_asking,
                kind="quiet",
                size="sm",
                custom_attrs={"data-leaves": ""},
            ),
            form_keys(),
            class_name="form-actions",
        ),
        on_submit=ProposalsState.send,
        reset_on_submit=False,
        class_name="form block-form",
    )


def _sentence(one: Item) -> rx.Component:
    return rx.el.option(one.text, value=one.id)


def _presets(presets: tuple[str, ...]) -> rx.Component:
    return rx.fragment(
        *(
            button(t(f"preset.{preset}"), on_click=ProposalsState.send_preset(preset), size="sm")
            for preset in presets
        )
    )


def proposals_of_block(block_id: Text) -> rx.Component:
    """What is being written for a block, its sentences or its questions, or waits for a decision."""

    def shown(one: Item) -> rx.Component:
        return rx.cond(one.block_id == block_id, _panel(one))

    return rx.foreach(ProposalsState.proposals, shown)


def proposals_of_lesson(lesson_id: Text) -> rx.Component:
    def shown(one: Item) -> rx.Component:
        return rx.cond((one.block_id == "") & (one.lesson_id == lesson_id), _panel(one))

    return rx.foreach(ProposalsState.proposals, shown)


def _panel(one: Item) -> rx.Component:
    return rx.el.section(
        row(
            rx.el.strong(t_in("proposal_part", one.part)),
            rx.el.span(
                rx.cond(one.preset != "", rx.fragment(t_in("preset", one.preset), " ")),
                one.instruction,
                class_name="meta",
            ),
            rx.cond(one.model != "", badge(t("editor.by", model=one.model), icon="eye")),
            spread=True,
        ),
        rx.match(
            one.state,
            ("writing", _writing(one)),
            ("pending", _decision(one)),
            ("stale", _stale(one)),
            ("failed", _failed(one)),
            _dismissed(one, t("proposal.cancelled")),
        ),
        letter_keys(),
        key=one.id,
        class_name="proposal",
        aria_label=t("proposal.panel"),
        tab_index=0,
        custom_attrs={"data-keys": ""},
    )


def _writing(one: Item) -> rx.Component:
    return row(
        rx.el.p(
            icon("clock"),
            " ",
            rx.cond(
                one.before >= 0,
                t("proposal.waiting", n=one.before),
                rx.cond(
                    one.message_key != "",
                    t(one.message_key, facts=one.message_facts),
                    t("proposal.writing"),
                ),
            ),
            role="status",
        ),
        _refuse(one, t("proposal.cancel")),
        spread=True,
    )


def _decision(one: Item) -> rx.Component:
    return rx.fragment(
        rx.foreach(one.changes, _change),
        row(
            button(
                t("proposal.accept"),
                rx.el.kbd("Y", aria_hidden="true"),
                on_click=ProposalsState.accept(one.id),
                icon="check",
                kind="primary",
                size="sm",
                custom_attrs={"data-key": "y a"},
            ),
            button(
                t("proposal.refuse"),
                rx.el.kbd("N", aria_hidden="true"),
                on_click=ProposalsState.refuse(one.id),
                icon="x",
                size="sm",
                custom_attrs={"data-key": "n r"},
            ),
        ),
    )


def _change(change: Item) -> rx.Component:
    return rx.el.div(
        rx.cond(
            change.is_removed,
            badge(t("proposal.removes"), tone="warn", icon="trash-2"),
            rx.cond(change.is_new, badge(t("proposal.adds"), icon="plus")),
        ),
        rx.el.div(
            _side(t("proposal.before"), before_side(change.pieces), change.src_before, ""),
            _side(
                t("proposal.after"),
                after_side(change.pieces),
                change.src_after,
                change.alt_after,
            ),
            class_name="proposal-sides",
        ),
        rx.cond(
            change.is_placeholder,
            rx.el.p(t("proposal.placeholder"), class_name="meta"),
        ),
        rx.cond(
            change.kept.length() > 0,
            row(icon("lock"), meta(t("proposal.kept", n=change.kept.length())), gap=2),
        ),
        rx.cond(
            change.grounds.length() > 0,
            rx.el.ul(rx.foreach(change.grounds, _ground), class_name="proposal-grounds"),
        ),
        class_name="proposal-change",
    )


def _side(title: Text, words: rx.Component, src: Item, alt: Item | str) -> rx.Component:
    return rx.el.div(
        rx.el.p(title, class_name="meta"),
        rx.cond(src != "", rx.el.img(src=src, alt=alt, loading="lazy")),
        words,
    )


def _ground(ground: Item) -> rx.Component:
    return rx.el.li(
        rx.match(
            ground.verdict,
            ("supported", badge(t_in("proposal_support", "supported"), tone="ok", icon="check")),
            ("weak", badge(t_in("proposal_support", "weak"), tone="warn", icon="circle-alert")),
            ("unsupported", badge(t_in("proposal_support", "unsupported"), tone="bad", icon="x")),
            rx.fragment(),
        ),
        rx.el.div(
            rx.el.p(ground.text),
            rx.cond(
                ground.quote != "",
                rx.el.p(
                    icon("quote"), " ", ground.quote, " (", ground.source, ")", class_name="meta"
                ),
            ),
        ),
    )


def _stale(one: Item) -> rx.Component:
    return _dismissed(one, t("proposal.stale"))


def _failed(one: Item) -> rx.Component:
    return rx.fragment(
        callout(
            rx.el.p(t_error(one.error_code, fallback=one.error_message)),
            title=t("proposal.failed"),
            tone="danger",
        ),
        _refuse(one, t("proposal.dismiss")),
    )


def _dismissed(one: Item, words: Text) -> rx.Component:
    return row(rx.el.p(words), _refuse(one, t("proposal.dismiss")), spread=True)


def _refuse(one: Item, words: Text) -> rx.Component:
    return button(
        words,
        on_click=ProposalsState.refuse(one.id),
        icon="x",
        size="sm",
        kind="quiet",
        custom_attrs={"data-key": "n r"},
    )
