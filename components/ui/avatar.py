"""A person as square initials."""

import reflex as rx

from components.ui.values import Text


def avatar(initials: Text) -> rx.Component:
    """Decoration: the person's name stands beside it or in the control's label."""
    return rx.el.span(initials, class_name="avatar", aria_hidden="true")
