"""Inserts HTML that the core made safe."""

from typing import Any, Literal

import reflex as rx

from components.ui.values import Text

_ELEMENTS: dict[str, Any] = {
    "code": rx.el.code,
    "dd": rx.el.dd,
    "div": rx.el.div,
    "dt": rx.el.dt,
    "span": rx.el.span,
    "td": rx.el.td,
    "th": rx.el.th,
}


def html(
    tag: Literal["code", "dd", "div", "dt", "span", "td", "th"], safe: Text, **attributes: Any
) -> rx.Component:
    """`safe` must come from the core's `markup`, never from a form."""
    return _ELEMENTS[tag](
        custom_attrs={"dangerouslySetInnerHTML": rx.Var.create({"__html": safe})}, **attributes
    )
