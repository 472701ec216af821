"""The pages of assignments and grades, which must answer to each key at once and survive a lost line."""

import reflex as rx

from components.ui.values import Text


class AssignmentList(rx.Component):
    library = "$/public/client/assignment_list.jsx"
    tag = "AssignmentList"

    classroom_id: rx.Var[str]


class AssignmentForm(rx.Component):
    library = "$/public/client/assignment_form.jsx"
    tag = "AssignmentForm"

    classroom_id: rx.Var[str]
    assignment_id: rx.Var[str]


class Grading(rx.Component):
    library = "$/public/client/grading.jsx"
    tag = "Grading"

    assignment_id: rx.Var[str]


class Submission(rx.Component):
    library = "$/public/client/submission.jsx"
    tag = "Submission"

    assignment_id: rx.Var[str]


class Gradebook(rx.Component):
    library = "$/public/client/gradebook.jsx"
    tag = "Gradebook"

    classroom_id: rx.Var[str]


class MyClassWork(rx.Component):
    library = "$/public/client/my_class_work.jsx"
    tag = "MyClassWork"

    classroom_id: rx.Var[str]


class MyClassLinks(rx.Component):
    library = "$/public/client/my_class_links.jsx"
    tag = "MyClassLinks"


def assignment_list(classroom_id: Text) -> rx.Component:
    return AssignmentList.create(classroom_id=classroom_id)


def assignment_form(*, classroom_id: Text, assignment_id: Text) -> rx.Component:
    """With neither a class nor an assignment it waits; without an assignment it makes one."""
    return AssignmentForm.create(classroom_id=classroom_id, assignment_id=assignment_id)


def grading(assignment_id: Text) -> rx.Component:
    return Grading.create(assignment_id=assignment_id)


def submission(assignment_id: Text) -> rx.Component:
    return Submission.create(assignment_id=assignment_id)


def gradebook(classroom_id: Text) -> rx.Component:
    return Gradebook.create(classroom_id=classroom_id)


def my_class_work(classroom_id: Text, *first: rx.Component) -> rx.Component:
    """`first` stands between the page's heading and the work."""
    return MyClassWork.create(*first, classroom_id=classroom_id)


def my_class_links() -> rx.Component:
    """Nothing for somebody who learns in no class."""
    return MyClassLinks.create()
