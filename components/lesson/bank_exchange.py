"""Questions from and to a file: the file goes to the API as it is, and its report comes back."""

import reflex as rx

from components.ui.values import Handler, Text


class BankExchange(rx.Component):
    library = "$/public/client/bank_exchange.jsx"
    tag = "BankExchange"

    course_id: rx.Var[str]
    on_imported: rx.EventHandler[rx.event.passthrough_event_spec(str)]


def bank_exchange(*, course_id: Text, on_imported: Handler) -> rx.Component:
    """`on_imported` gets the id of the change, which takes the whole import back."""
    return BankExchange.create(course_id=course_id, on_imported=on_imported)
