"""A hidden value: the time zone of whoever fills a form in."""

import reflex as rx

from components.ui.values import Text


class TimeZoneInput(rx.Component):
    library = "$/public/client/time_zone_input.jsx"
    tag = "TimeZoneInput"

    name: rx.Var[str]


def time_zone_input(*, name: Text) -> rx.Component:
    """Sends the browser's IANA zone, such as `Europe/Berlin`."""
    return TimeZoneInput.create(name=name)
