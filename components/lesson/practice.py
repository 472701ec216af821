"""Questions whose time has come, answered in place. Answers go to the API and are kept until they arrive."""

import reflex as rx

from components.ui.values import Handler, Text


class Practice(rx.Component):
    library = "$/public/client/practice.jsx"
    tag = "Practice"

    course: rx.Var[str]
    on_changed: rx.EventHandler[rx.event.no_args_event_spec]


def practice_desk(*, course: Text, on_changed: Handler) -> rx.Component:
    """`course` is the id of the only course to practise; empty for all. `on_changed` comes after each
    question."""
    return Practice.create(course=course, on_changed=on_changed)
