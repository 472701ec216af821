"""A form that saves itself while somebody types, and loses nothing with the line."""

import reflex as rx

from components.ui.values import Handler, Number, Text


def _saved(
    number: rx.Var[int], values: rx.Var[dict[str, str]]
) -> tuple[rx.Var[int], rx.Var[dict[str, str]]]:
    return number, values


class Autosave(rx.Component):
    library = "$/public/client/autosave.jsx"
    tag = "Autosave"

    shelf: rx.Var[str]
    on_save: rx.EventHandler[_saved]


class AutosaveAnswer(rx.Component):
    library = "$/public/client/autosave.jsx"
    tag = "AutosaveAnswer"

    answered: rx.Var[int]
    at: rx.Var[str]
    problem: rx.Var[str]


def autosave(*, shelf: Text, on_save: Handler) -> rx.Component:
    """Inside a form of uncontrolled fields (`default_value`). `shelf` names on this device what is
    being typed; have a person's id in it where several write under one name.

    `on_save` gets a number and the form's values. The page has one `autosave_answer`.
    """
    return Autosave.create(shelf=shelf, on_save=on_save)


def autosave_answer(*, answered: Number, at: Text, problem: Text) -> rx.Component:
    """Outside of what comes and goes. The state answers with the number that `on_save` got in
    `answered`, with when it was saved in `at` or the code of a failure in `problem`; `save_state()`
    shows it.
    """
    return AutosaveAnswer.create(answered=answered, at=at, problem=problem)
