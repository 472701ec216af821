"""How large a file is."""

import reflex as rx
from reflex.vars import StringVar

from components.ui.values import Item, text
from components.ui.words import t

KIB = 1024
MIB = KIB * KIB


def size(of: Item) -> StringVar:
    """A number of bytes as a person says it: "12 KB", "3.4 MB"."""
    return text(
        rx.cond(
            of < MIB,
            t("size.kilobytes", n=(of + KIB - 1) // KIB),
            t("size.megabytes", n=of / MIB),
        )
    )
