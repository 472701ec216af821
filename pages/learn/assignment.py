"""A learner's own work: one assignment, and everything in a class with its grades."""

import reflex as rx

from components.grading import parts
from components.ui.layout import page
from pages.community.announcements import announcements_to_me
from pages.frame import framed
from state.assignments.place import WorkPlaceState


def assignment() -> rx.Component:
    return framed(page(parts.submission(WorkPlaceState.assignment_id)))


def class_work() -> rx.Component:
    return framed(page(parts.my_class_work(WorkPlaceState.classroom_id, announcements_to_me())))
