"""What somebody was told, in one sentence."""

import reflex as rx

from components.ui.values import Item
from components.ui.when import when
from components.ui.words import t


def sentence(one: Item) -> rx.Component:
    """What happened, with the time that it is about."""
    facts = one["facts"].to(dict[str, str])
    return rx.fragment(
        t("notification." + one["word"].to(str), facts=facts),
        rx.cond(
            facts.contains("at"),
            rx.fragment(" · ", when(facts["at"], "opening")),
            rx.fragment(),
        ),
    )
