"""Formulas in MathML, with what each quantity means."""

import reflex as rx

from components.lesson.html import html
from components.ui.values import Item
from components.ui.words import t


def formula(block: Item) -> rx.Component:
    return rx.el.div(
        rx.el.div(
            html("div", block["mathml"], class_name="formula-body"),
            rx.cond(
                block["number"] != "", rx.el.span("(", block["number"], ")", class_name="meta")
            ),
            class_name="formula",
            tab_index=0,
            role="group",
            aria_label=t("caption.formula", number=block["number"]),
        ),
        rx.cond(
            block["where"].length() > 0,
            rx.el.dl(rx.foreach(block["where"], _quantity), class_name="where"),
        ),
    )


def _quantity(quantity: Item) -> rx.Component:
    return rx.el.div(html("dt", quantity["mathml"]), html("dd", quantity["meaning_html"]))
