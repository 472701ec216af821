"""What floats beside something: the base of components that need Floating UI."""

import reflex as rx


class Floating(rx.Component):
    lib_dependencies: list[str] = ["@floating-ui/dom@1.8.0"]  # noqa: RUF012 (Reflex declares it so)
