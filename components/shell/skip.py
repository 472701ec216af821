"""The way past the navigation, for the keyboard: the first thing on every page."""

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from components.ui.words import t


class SkipLink(BaseHTML):
    """A plain anchor: Reflex's own would be routed and lose the browser's jump of focus."""

    tag = "a"

    href: rx.Var[str]


def skip_link() -> rx.Component:
    return SkipLink.create(t("shell.skip"), href="#main", class_name="skip")
