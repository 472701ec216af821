"""One tooltip for the whole page: the name of whatever carries `data-tip`, on hover and on focus."""

import reflex as rx

from components.ui.floating import Floating


class Tooltips(Floating):
    library = "$/public/client/tooltips.jsx"
    tag = "Tooltips"


def tooltips() -> rx.Component:
    """The frame brings it. A control shows a name with `custom_attrs={"data-tip": t("…")}`."""
    return Tooltips.create()
