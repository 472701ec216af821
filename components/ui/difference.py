"""Two states of a text: what one has and the other has not, for the eye and for the ear."""

import reflex as rx

from components.ui.values import Item
from components.ui.words import t


def differences(pieces: Item) -> rx.Component:
    """Both in one text: what went struck through, what came underlined. From pieces with `kind` and
    `text`."""
    return rx.el.p(rx.foreach(pieces, _both), class_name="difference")


def before_side(pieces: Item) -> rx.Component:
    return rx.el.p(rx.foreach(pieces, _before), class_name="difference")


def after_side(pieces: Item) -> rx.Component:
    return rx.el.p(rx.foreach(pieces, _after), class_name="difference")


def _both(piece: Item) -> rx.Component:
    return rx.cond(
        piece.kind == "removed",
        _removed(piece),
        rx.cond(piece.kind == "added", _added(piece), _same(piece)),
    )


def _before(piece: Item) -> rx.Component:
    return rx.cond(
        piece.kind == "removed",
        _removed(piece),
        rx.cond(piece.kind == "added", rx.fragment(), _same(piece)),
    )


def _after(piece: Item) -> rx.Component:
    return rx.cond(
        piece.kind == "added",
        _added(piece),
        rx.cond(piece.kind == "removed", rx.fragment(), _same(piece)),
    )


def _same(piece: Item) -> rx.Component:
    return rx.el.span(piece.text, " ")


def _removed(piece: Item) -> rx.Component:
    return rx.fragment(
        rx.el.del_(
            rx.el.span(t("difference.removed"), " ", class_name="vh"),
            piece.text,
            rx.el.span(" ", t("difference.end"), class_name="vh"),
        ),
        " ",
    )


def _added(piece: Item) -> rx.Component:
    return rx.fragment(
        rx.el.ins(
            rx.el.span(t("difference.added"), " ", class_name="vh"),
            piece.text,
            rx.el.span(" ", t("difference.end"), class_name="vh"),
        ),
        " ",
    )
