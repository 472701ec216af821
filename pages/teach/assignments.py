"""Assignments of a class, for its teachers: the list, one of them, its grading; and the gradebook."""

import reflex as rx

from components.grading import parts
from components.ui.layout import page
from pages.frame import framed
from state.assignments.place import WorkPlaceState


def assignments() -> rx.Component:
    return framed(page(parts.assignment_list(WorkPlaceState.classroom_id)))


def assignment_editor() -> rx.Component:
    return framed(
        page(
            parts.assignment_form(
                classroom_id=WorkPlaceState.classroom_id,
                assignment_id=WorkPlaceState.assignment_id,
            )
        )
    )


def grading() -> rx.Component:
    return framed(page(parts.grading(WorkPlaceState.assignment_id), width="wide"))


def gradebook() -> rx.Component:
    return framed(page(parts.gradebook(WorkPlaceState.classroom_id), width="wide"))
