"""What makes the form of a question show the fields of its kind."""

import reflex as rx


class QuestionKind(rx.Component):
    library = "$/public/client/question_kind.jsx"
    tag = "QuestionKind"

    name: rx.Var[str]


def question_kind(*, name: str) -> rx.Component:
    """Inside a form: of what carries `data-kinds`, only that for the kind chosen in the field `name`
    is shown and sent; boxes under `data-right` stay single where one answer is right."""
    return QuestionKind.create(name=name)
