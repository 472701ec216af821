"""One tooltip for the whole page: the name of whatever carries `data-tip`, on hover and on focus."""

import reflex as rx


class Tooltips(rx.Component):
    library = "$/public/client/tooltips.jsx"
    tag = "Tooltips"
    lib_dependencies: list[str] = ["@floating-ui/dom@1.8.0"]  # noqa: RUF012 (Reflex declares it so)


def tooltips() -> rx.Component:
    """The frame brings it. A control shows a name with `custom_attrs={"data-tip": t("…")}`."""
    return Tooltips.create()
