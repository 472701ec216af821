"""The title block: who wrote it, who reviewed it, how well it is sourced, as on a drawing sheet."""

import reflex as rx

from components.ui.values import Child, Text


def title_block(label: Text, *facts: rx.Component) -> rx.Component:
    return rx.el.dl(*facts, class_name="title-block", aria_label=label)


def title_fact(name: Child, *value: Child) -> rx.Component:
    return rx.el.div(rx.el.dt(name), rx.el.dd(*value))
