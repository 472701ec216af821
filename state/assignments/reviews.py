"""/assignments/[assignment_id]/reviews: a learner reviews the work of others."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.errors import AppError, Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AssignmentId, PeerReviewId, read_id
from alp_app.security.policies import Policy
from alp_app.services.assignments import reviewing
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.views import CriterionView, MyReviewView
from state.assignments.grading import MarkFields, mark_fields, mark_values
from state.assignments.shown import (
    CriterionLine,
    FileLine,
    Said,
    criteria_lines,
    file_lines,
    moment,
)
from state.base import CoreAccess, handler
from state.notices import notice
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class ReviewShown:
    id: str
    number: int
    text: str
    said: tuple[Said, ...]
    files: tuple[FileLine, ...]
    submitted_at: str


class MyReviewsState(CoreAccess, rx.State):
    assignment_id: str = ""
    title: str = ""
    possible: str = ""
    due_at: str = ""
    is_open: bool = False
    criteria: rx.Field[list[CriterionLine]] = rx.field(default_factory=list[CriterionLine])
    reviews: rx.Field[list[ReviewShown]] = rx.field(default_factory=list[ReviewShown])
    marks: rx.Field[dict[str, MarkFields]] = rx.field(default_factory=dict[str, MarkFields])
    """By review."""
    answered: int = 0
    saved_at: str = ""
    problem: str = ""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> None:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def save(self, review_id: PeerReviewId, number: int, form: Filled) -> None:
        """Keep a review as it stands in its form. The answer names the number of what was sent."""
        self.answered, self.problem = number, ""
        try:
            inputs = read_form(MarkInput, mark_values(form))
            async with self._work() as work:
                mark = await reviewing.save_review(work, review_id, inputs=inputs)
        except AppError as error:
            self.problem = error.code
            return
        self.saved_at = mark.saved_at.isoformat()
        self.marks[str(review_id)] = mark_fields(mark)

    @handler(Policy.SIGNED_IN)
    async def submit(self, form: Filled) -> AsyncGenerator[Any]:
        """Hand in the review that the form names."""
        review_id = PeerReviewId(read_id(form.get("review_id", "")))
        inputs = read_form(MarkInput, mark_values(form))
        async with self._work() as work:
            await reviewing.submit_review(work, review_id, inputs=inputs)
        await self._refresh()
        yield notice("reviews.was_submitted", tone="ok")

    async def _refresh(self) -> None:
        assignment_id = AssignmentId(read_id(self.assignment_id))
        try:
            async with self._reader() as reader:
                view = await reviewing.get_my_reviews(reader, assignment_id)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        assignment = view.assignment
        self.title, self.possible = assignment.title, assignment.points
        self.due_at, self.is_open = moment(assignment.reviews_due_at), view.is_open
        self.criteria = list(criteria_lines(assignment.criteria))
        self.reviews = [_review(one, assignment.criteria) for one in view.reviews]
        self.marks = {str(one.id): mark_fields(one.mark) for one in view.reviews}
        self.is_loaded = True


def _review(review: MyReviewView, criteria: tuple[CriterionView, ...]) -> ReviewShown:
    return ReviewShown(
        id=str(review.id),
        number=review.number,
        text=review.text,
        said=tuple(
            Said(each.title, review.reflections[each.id])
            for each in criteria
            if review.reflections.get(each.id)
        ),
        files=file_lines(review.files),
        submitted_at=moment(review.submitted_at),
    )
