"""Giving out work to be reviewed by other learners, and what a teacher makes of their reviews."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, SubmissionId, UserId
from alp_app.models.account import User
from alp_app.models.classroom import ClassMember, ClassRole, Classroom
from alp_app.models.grading import (
    Assignment,
    GradeItem,
    GradeMark,
    PeerReview,
    Submission,
    SubmissionState,
)
from alp_app.services.assignments import events
from alp_app.services.assignments.access import taught_assignment
from alp_app.services.assignments.allocation import (
    allocate,
    hand_on,
    is_enough,
    peer_mark,
    weight_of,
)
from alp_app.services.assignments.errors import (
    CalibrationMissing,
    NobodyToReview,
    NoReviews,
    ReviewsNeedTime,
    ReviewsOpen,
    TooLittleWork,
)
from alp_app.services.assignments.inputs import HandOnInput
from alp_app.services.assignments.marking import count_mark
from alp_app.services.assignments.pairs import load_pairs
from alp_app.services.assignments.queries import get_grading, points_view
from alp_app.services.assignments.views import (
    HandedOn,
    PeerReviewView,
    PeerRow,
    PeersView,
    Released,
    ReviewerRow,
)
from alp_app.services.classes.commands import in_zone
from alp_app.services.gradebook.access import announce, locked_entry
from alp_app.services.gradebook.figures import plain, rounded
from alp_app.unit_of_work import Reader, UnitOfWork

FEWEST = 2
WEIGHT_DECIMALS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """What learners said of the work of an assignment."""

    by_work: Mapping[SubmissionId, Sequence[PeerReview]]
    authors: Mapping[SubmissionId, UserId]
    weights: Mapping[UserId, Fraction]

    def mark_of(self, submission_id: SubmissionId) -> Decimal | None:
        return peer_mark(
            [
                (review.points, self.weights[review.reviewer_id])
                for review in self.counted(submission_id)
                if review.points is not None
            ]
        )

    @property
    def every(self) -> list[PeerReview]:
        return [review for reviews in self.by_work.values() for review in reviews]

    def counted(self, submission_id: SubmissionId) -> list[PeerReview]:
        reviews = self.by_work.get(submission_id, ())
        return [review for review in reviews if review.submitted_at is not None]


async def open_reviews(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Give the work that is in to its learners: each reviews others, each work is reviewed alike.

    Who hands in later neither reviews nor is reviewed. Raises NoReviews, ReviewsOpen, TooLittleWork or
    CalibrationMissing.
    """
    assignment, _ = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    if not assignment.reviews_each:
        raise NoReviews
    if assignment.reviews_opened_at is not None:
        raise ReviewsOpen
    latest = await _latest(work, assignment)
    if len(latest) < FEWEST:
        raise TooLittleWork(len(latest))
    samples = _samples(assignment, latest)
    for reviewer, works in _given(assignment, latest, samples).items():
        work.session.add_all(
            PeerReview(
                organisation_id=assignment.organisation_id,
                assignment_id=assignment_id,
                submission_id=submission_id,
                reviewer_id=reviewer,
                is_calibration=submission_id in samples,
            )
            for submission_id in works
        )
    assignment.reviews_opened_at = clock.now()
    work.record(events.REVIEWS_OPENED, assignment_id, reviewers=len(latest))
    await announce(work, assignment.classroom_id)
    for user_id in latest:
        work.notify("learning", user_id=user_id)


async def get_peers(reader: Reader, assignment_id: AssignmentId) -> PeersView:
    """What learners found, how much their word counts, and who owes reviews. Raises
    AssignmentNotFound."""
    assignment, item = await taught_assignment(reader, assignment_id, to_change=False)
    found = await _found(reader, assignment, item)
    names = await _names(reader, found)
    grading = await get_grading(reader, assignment_id)
    learners = await _learners_of(reader, assignment)
    rows = tuple(
        PeerRow(
            number=row.number,
            name=row.name,
            submission_id=row.submission.id,
            is_calibration=any(one.is_calibration for one in found.by_work[row.submission.id]),
            mark=row.submission.mark.points if row.submission.mark else "",
            peer_mark=points_view(found.mark_of(row.submission.id)),
            expected=len(found.by_work[row.submission.id]),
            is_enough=_is_enough(found, row.submission.id),
            reviews=tuple(
                PeerReviewView(
                    reviewer=names.get(review.reviewer_id, ""),
                    points=points_view(review.points),
                    weight=_shown(found.weights[review.reviewer_id]),
                    comment=review.comment,
                )
                for review in found.counted(row.submission.id)
            ),
        )
        for row in grading.work
        if row.submission is not None and row.submission.id in found.by_work
    )
    return PeersView(
        assignment=grading.assignment,
        work=rows,
        reviewers=_reviewers(found, names, learners),
        to_use=sum(row.is_enough and not row.mark and not row.is_calibration for row in rows),
        to_hand_on=len(_stuck(assignment, found, learners)),
        is_time_over=_is_time_over(assignment),
    )


async def hand_on_reviews(
    work: UnitOfWork, assignment_id: AssignmentId, *, inputs: HandOnInput
) -> HandedOn:
    """Give reviews that will not be finished to learners who do theirs, to each as many as to any other.

    What was begun of them is dropped. Raises NoReviews, ReviewsNeedTime or NobodyToReview.
    """
    assignment, item = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    if assignment.reviews_opened_at is None:
        raise NoReviews
    reviews = select(col(PeerReview.id)).where(col(PeerReview.assignment_id) == assignment_id)
    await work.session.execute(reviews.order_by(col(PeerReview.id)).with_for_update())
    found = await _found(work, assignment, item)
    learners = await _learners_of(work, assignment)
    stuck = _stuck(assignment, found, learners)
    classroom = await work.session.get_one(Classroom, assignment.classroom_id)
    until = in_zone(inputs.reviews_due_at, classroom.time_zone) or assignment.reviews_due_at
    if until is not None and until <= clock.now():
        raise ReviewsNeedTime
    late = {review.reviewer_id for review in stuck}
    load = {
        reviewer: sum(review.reviewer_id == reviewer for review in found.every)
        for reviewer in sorted(learners & set(found.weights) - late)
    }
    barred = {
        submission_id: {found.authors[submission_id], *(one.reviewer_id for one in given)}
        for submission_id, given in found.by_work.items()
    }
    taken = hand_on([review.submission_id for review in stuck], barred, load)
    if not taken:
        raise NobodyToReview
    for place, reviewer in taken:
        review = stuck[place]
        review.reviewer_id, review.saved_at = reviewer, clock.now()
        review.criteria, review.points, review.comment = {}, None, ""
        work.notify("learning", user_id=reviewer)
    assignment.reviews_due_at = until
    work.record(events.REVIEWS_HANDED_ON, assignment_id, count=len(taken))
    await announce(work, assignment.classroom_id)
    return HandedOn(count=len(taken), left=len(stuck) - len(taken))


async def use_peer_marks(work: UnitOfWork, assignment_id: AssignmentId) -> Released:
    """Let what learners found be the mark wherever no teacher has given one and enough reviews are in.
    Learners see them once they are released. Raises NoReviews when reviews do not count."""
    assignment, item = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    if not assignment.reviews_count:
        raise NoReviews
    found = await _found(work, assignment, item)
    twice = await load_pairs(work, assignment)
    count = 0
    for user_id, (submission, mark) in sorted((await _latest(work, assignment)).items()):
        points = found.mark_of(submission.id)
        if points is None or not _is_enough(found, submission.id) or submission.id in twice:
            continue
        if mark is not None and mark.points is not None:
            continue
        entry = await locked_entry(work, item, user_id)
        await work.session.refresh(submission)
        made = mark or GradeMark(
            submission_id=submission.id, organisation_id=submission.organisation_id
        )
        made.points, made.saved_at = points, clock.now()
        work.session.add(made)
        await count_mark(work, submission, entry, points)
        count += 1
    work.record(events.PEER_MARKS_USED, assignment_id, count=count)
    await announce(work, assignment.classroom_id)
    return Released(count=count)


Latest = Mapping[UserId, tuple[Submission, GradeMark | None]]


async def _latest(reader: Reader, assignment: Assignment) -> Latest:
    """By learner, in an order that tells nothing and stays the same."""
    statement = (
        select(Submission, GradeMark)
        .outerjoin(GradeMark, col(GradeMark.submission_id) == col(Submission.id))
        .where(
            col(Submission.assignment_id) == assignment.id,
            col(Submission.state) != SubmissionState.DRAFT,
        )
        .ext(distinct_on(col(Submission.user_id)))
        .order_by(col(Submission.user_id), col(Submission.attempt).desc())
    )
    rows = [(row[0], row[1]) for row in await reader.session.execute(statement)]
    rows.sort(key=lambda row: _shuffled(assignment.id.bytes + row[0].user_id.bytes))
    return {submission.user_id: (submission, mark) for submission, mark in rows}


def _samples(assignment: Assignment, latest: Latest) -> Mapping[SubmissionId, UserId]:
    """Work that a teacher has marked, which everybody reviews."""
    marked = [
        (submission.id, user_id)
        for user_id, (submission, mark) in latest.items()
        if mark is not None and mark.points is not None
    ]
    if len(marked) < assignment.calibration:
        raise CalibrationMissing(assignment.calibration, len(marked))
    return dict(marked[: assignment.calibration])


def _given(
    assignment: Assignment, latest: Latest, samples: Mapping[SubmissionId, UserId]
) -> dict[UserId, list[SubmissionId]]:
    """Whose work each learner gets: their share, and the samples that are not their own."""
    given: dict[UserId, list[SubmissionId]] = {}
    for reviewer, authors in allocate(list(latest), assignment.reviews_each).items():
        share = [latest[author][0].id for author in authors]
        more = [id_ for id_, author in samples.items() if author != reviewer and id_ not in share]
        given[reviewer] = [*share, *more]
    return given


async def _found(reader: Reader, assignment: Assignment, item: GradeItem) -> Found:
    statement = (
        select(PeerReview, col(Submission.user_id), GradeMark)
        .join(Submission, col(Submission.id) == col(PeerReview.submission_id))
        .outerjoin(GradeMark, col(GradeMark.submission_id) == col(PeerReview.submission_id))
        .where(col(PeerReview.assignment_id) == assignment.id)
        .order_by(col(PeerReview.id))
    )
    by_work: dict[SubmissionId, list[PeerReview]] = defaultdict(list)
    said: dict[UserId, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    authors: dict[SubmissionId, UserId] = {}
    rows: list[tuple[PeerReview, UserId, GradeMark | None]] = [
        (row[0], row[1], row[2]) for row in await reader.session.execute(statement)
    ]
    for review, author, mark in rows:
        by_work[review.submission_id].append(review)
        authors[review.submission_id] = author
        own = said[review.reviewer_id]
        is_told = review.is_calibration and review.submitted_at is not None
        if is_told and review.points is not None and mark is not None and mark.points is not None:
            own.append((review.points, mark.points))
    weights = {reviewer: weight_of(pairs, item.points) for reviewer, pairs in said.items()}
    return Found(by_work, authors, weights)


async def _learners_of(reader: Reader, assignment: Assignment) -> frozenset[UserId]:
    statement = select(col(ClassMember.user_id)).where(
        col(ClassMember.classroom_id) == assignment.classroom_id,
        col(ClassMember.role) == ClassRole.LEARNER,
        col(ClassMember.removed_at).is_(None),
    )
    return frozenset(UserId(id_) for id_ in await reader.session.scalars(statement))


def _stuck(
    assignment: Assignment, found: Found, learners: Collection[UserId]
) -> Sequence[PeerReview]:
    """Reviews that will not be finished, of work that still counts. Samples weigh their own reviewer, so
    they are nobody else's."""
    return [
        review
        for review in found.every
        if review.submitted_at is None
        and not review.is_calibration
        and found.authors[review.submission_id] in learners
        and (_is_time_over(assignment) or review.reviewer_id not in learners)
    ]


def _is_time_over(assignment: Assignment) -> bool:
    return assignment.reviews_due_at is not None and assignment.reviews_due_at <= clock.now()


def _is_enough(found: Found, submission_id: SubmissionId) -> bool:
    return is_enough(len(found.counted(submission_id)), len(found.by_work.get(submission_id, ())))


def _reviewers(
    found: Found, names: Mapping[UserId, str], learners: Collection[UserId]
) -> tuple[ReviewerRow, ...]:
    given: dict[UserId, list[PeerReview]] = defaultdict(list)
    for review in found.every:
        given[review.reviewer_id].append(review)
    rows = [
        ReviewerRow(
            name=names.get(reviewer, ""),
            is_gone=reviewer not in learners,
            done=sum(review.submitted_at is not None for review in reviews),
            given=len(reviews),
            weight=_shown(found.weights[reviewer]),
        )
        for reviewer, reviews in given.items()
    ]
    return tuple(sorted(rows, key=lambda row: (row.done - row.given, row.name)))


async def _names(reader: Reader, found: Found) -> dict[UserId, str]:
    statement = select(col(User.id), col(User.display_name)).where(
        col(User.id).in_(list(found.weights))
    )
    return {UserId(row[0]): row[1] for row in await reader.session.execute(statement)}


def _shown(weight: Fraction) -> str:
    return plain(Fraction(rounded(weight, WEIGHT_DECIMALS)))


def _shuffled(key: bytes) -> bytes:
    return hashlib.sha256(key).digest()
