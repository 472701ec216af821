"""A learner reviews the work of others, without knowing whose it is."""

import hashlib
from uuid import UUID

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, CriterionId, PeerReviewId
from alp_app.models.grading import (
    Assignment,
    GradeItem,
    PeerReview,
    Submission,
    SubmissionState,
)
from alp_app.services.assignments import events
from alp_app.services.assignments.access import my_assignment
from alp_app.services.assignments.commands import criteria_of
from alp_app.services.assignments.errors import (
    AssignmentNotFound,
    ReviewHandedIn,
    ReviewNotComplete,
    ReviewNotFound,
    ReviewsClosed,
)
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.marking import points_of
from alp_app.services.assignments.queries import assignment_view, list_files, mark_view
from alp_app.services.assignments.views import MarkView, MyReviewsView, MyReviewView
from alp_app.services.classes.errors import ClassArchived
from alp_app.services.gradebook.access import announce, my_class
from alp_app.unit_of_work import Reader, UnitOfWork


async def get_my_reviews(reader: Reader, assignment_id: AssignmentId) -> MyReviewsView:
    """The work that I was given to review, in no order that tells anything. Raises
    AssignmentNotFound."""
    assignment, item, _ = await my_assignment(reader, assignment_id)
    statement = (
        select(PeerReview, Submission)
        .join(Submission, col(Submission.id) == col(PeerReview.submission_id))
        .where(
            col(PeerReview.assignment_id) == assignment_id,
            col(PeerReview.reviewer_id) == reader.user_id,
        )
    )
    rows = [(row[0], row[1]) for row in await reader.session.execute(statement)]
    rows.sort(key=lambda row: hashlib.sha256(row[0].id.bytes).digest())
    files = await list_files(reader, [submission.id for _, submission in rows])
    return MyReviewsView(
        assignment=await assignment_view(reader, assignment, item),
        is_open=_is_open(assignment),
        reviews=tuple(
            MyReviewView(
                id=review.id,
                number=number,
                text=submission.text,
                reflections={
                    CriterionId(UUID(key)): said for key, said in submission.reflections.items()
                },
                files=tuple(files.get(submission.id, ())),
                mark=mark_view(review),
                submitted_at=review.submitted_at,
            )
            for number, (review, submission) in enumerate(rows, start=1)
        ),
    )


async def save_review(work: UnitOfWork, review_id: PeerReviewId, *, inputs: MarkInput) -> MarkView:
    """Keep what I have found so far.

    Raises ReviewNotFound, ReviewHandedIn, ReviewsClosed, LevelUnknown or PointsOutOfRange.
    """
    review, assignment, item = await _my_review(work, review_id)
    review.points = points_of(item, await criteria_of(work, assignment.id), inputs)
    review.criteria = {str(criterion): said for criterion, said in inputs.criteria.items()}
    review.comment, review.saved_at = inputs.comment, clock.now()
    return mark_view(review)


async def submit_review(
    work: UnitOfWork, review_id: PeerReviewId, *, inputs: MarkInput
) -> MarkView:
    """Hand my review in; it stays as it is. Raises ReviewNotComplete, or what `save_review` raises."""
    mark = await save_review(work, review_id, inputs=inputs)
    review = await work.session.get_one(PeerReview, review_id)
    if review.points is None:
        raise ReviewNotComplete
    review.submitted_at = clock.now()
    work.record(events.REVIEW_SUBMITTED, review_id)
    assignment = await work.session.get_one(Assignment, review.assignment_id)
    await announce(work, assignment.classroom_id)
    return mark


async def list_received(reader: Reader, assignment_id: AssignmentId) -> list[MarkView]:
    """What others said of my work, once its mark is released; never who said it. Raises
    AssignmentNotFound."""
    await my_assignment(reader, assignment_id)
    statement = (
        select(PeerReview)
        .join(Submission, col(Submission.id) == col(PeerReview.submission_id))
        .where(
            col(PeerReview.assignment_id) == assignment_id,
            col(PeerReview.submitted_at).is_not(None),
            col(Submission.user_id) == reader.user_id,
            col(Submission.state) == SubmissionState.RELEASED,
        )
    )
    reviews = list((await reader.session.scalars(statement)).all())
    reviews.sort(key=lambda review: hashlib.sha256(review.id.bytes).digest())
    return [mark_view(review) for review in reviews]


async def _my_review(
    work: UnitOfWork, review_id: PeerReviewId
) -> tuple[PeerReview, Assignment, GradeItem]:
    """Locked, and still to be changed."""
    review = await work.session.get(
        PeerReview, review_id, with_for_update=True, populate_existing=True
    )
    if review is None or review.reviewer_id != work.user_id:
        raise ReviewNotFound
    try:
        assignment, item, _ = await my_assignment(work, review.assignment_id)
    except AssignmentNotFound as error:
        raise ReviewNotFound from error
    if (await my_class(work, assignment.classroom_id)).archived_at is not None:
        raise ClassArchived
    if review.submitted_at is not None:
        raise ReviewHandedIn
    if not _is_open(assignment):
        raise ReviewsClosed
    return review, assignment, item


def _is_open(assignment: Assignment) -> bool:
    due_at = assignment.reviews_due_at
    return assignment.reviews_opened_at is not None and (due_at is None or clock.now() < due_at)
