"""Tells assistive technology that another page has come, and moves focus to its heading."""

import reflex as rx


class Arrival(rx.Component):
    library = "$/public/client/arrival.jsx"
    tag = "Arrival"


def arrival() -> rx.Component:
    return Arrival.create()
