"""The questions of a lesson, answered in place. Answers go to the API and survive a lost connection."""

from typing import Any

import reflex as rx

from components.lesson.props import Reader
from components.ui.values import Item, given


class Quiz(rx.Component):
    library = "$/public/client/quiz.jsx"
    tag = "Quiz"

    block: rx.Var[Any]
    standings: rx.Var[list[Any]]
    lesson_id: rx.Var[str]
    can_answer: rx.Var[bool]
    on_lesson_completed: rx.EventHandler[rx.event.passthrough_event_spec(bool)]


def quiz(block: Item, reader: Reader) -> rx.Component:
    """Somebody who only looks sees the questions and cannot answer."""
    return Quiz.create(
        block=block,
        lesson_id=reader.lesson_id,
        can_answer=reader.is_enrolled,
        **given(standings=reader.standings, on_lesson_completed=reader.on_lesson_completed),
    )
