"""A form the browser posts itself: Reflex sends its own forms over the socket.

Signing in and out must go to the server as a plain request, so that it can set the cookie.
"""

from typing import Any

import reflex as rx
from reflex_components_core.el.elements.base import BaseHTML

from components.ui.values import Child, Text


class NativeForm(BaseHTML):
    tag = "form"

    action: rx.Var[str]
    method: rx.Var[str]


def native_form(*children: Child, action: Text, **attributes: Any) -> rx.Component:
    """Posts its inputs to `action` and leaves the page."""
    return NativeForm.create(*children, action=action, method="post", **attributes)
