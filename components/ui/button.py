"""Buttons, and links that look like buttons."""

from typing import Any, Literal

import reflex as rx

from components.ui.icons import IconName, icon
from components.ui.values import Child, Flag, Handler, Text, flag, given

Kind = Literal["primary", "plain", "quiet", "danger"]
Size = Literal["", "sm", "lg"]


def button(
    *words: Child,
    on_click: Handler | None = None,
    kind: Kind = "plain",
    size: Size = "",
    icon: IconName | None = None,
    icon_after: IconName | None = None,
    busy: Flag = False,
    disabled: Flag = False,
    reason: Text = "",
    type: Literal["button", "submit", "reset"] = "button",  # noqa: A002 (the attribute's own name)
    class_name: str = "",
    **attributes: Any,
) -> rx.Component:
    """One `primary` a view. `reason` says, beside a disabled button, why it cannot be pressed."""
    control = rx.el.button(
        *_content(words, icon, icon_after),
        type=type,
        disabled=_either(disabled, busy),
        aria_busy=_as_word(busy),
        class_name=_classes(kind, size, class_name),
        **given(on_click=on_click),
        **attributes,
    )
    if isinstance(reason, str) and not reason:
        return control
    return rx.el.span(
        control,
        rx.cond(disabled, rx.el.span(reason, class_name="hint")),
        class_name="btn-with-reason",
    )


def icon_button(
    name: IconName,
    label: Text,
    *,
    on_click: Handler | None = None,
    kind: Kind = "quiet",
    size: Size = "",
    disabled: Flag = False,
    class_name: str = "",
    **attributes: Any,
) -> rx.Component:
    """A button without words. `label` names it aloud and in its tooltip."""
    return rx.el.button(
        icon(name),
        type="button",
        aria_label=label,
        custom_attrs={"data-tip": label},
        disabled=disabled,
        class_name=_classes(kind, size, f"btn-icon {class_name}"),
        **given(on_click=on_click),
        **attributes,
    )


def link_button(
    *words: Child,
    href: Text,
    kind: Kind = "plain",
    size: Size = "",
    icon: IconName | None = None,
    icon_after: IconName | None = None,
    native: bool = False,
    class_name: str = "",
    **attributes: Any,
) -> rx.Component:
    """Goes somewhere. `native` leaves the page: downloads, sign-in and the API's own addresses."""
    return rx.el.a(
        *_content(words, icon, icon_after),
        href=href,
        **given(reload_document=native or None),
        class_name=_classes(kind, size, class_name),
        **attributes,
    )


def _content(
    words: tuple[Child, ...], before: IconName | None, after: IconName | None
) -> list[Child]:
    return [
        *([icon(before)] if before else []),
        *words,
        *([icon(after)] if after else []),
    ]


def _classes(kind: Kind, size: Size, more: str) -> str:
    parts = ["btn"]
    if kind != "plain":
        parts.append(f"btn-{kind}")
    if size:
        parts.append(f"btn-{size}")
    return " ".join([*parts, *more.split()])


def _either(first: Flag, second: Flag) -> Flag:
    if isinstance(first, bool) and isinstance(second, bool):
        return first or second
    return flag(first) | flag(second)


def _as_word(flag: Flag) -> Text:
    if isinstance(flag, bool):
        return "true" if flag else "false"
    return rx.cond(flag, "true", "false")
