"""Two marks of one submission, given by two teachers who do not see each other's."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.dialects.postgresql import distinct_on
from sqlmodel import col, select

from alp_app.kit.ids import SubmissionId, UserId
from alp_app.models.grading import (
    Assignment,
    GradeMark,
    SecondMark,
    SecondMarks,
    Submission,
    SubmissionState,
)
from alp_app.services.assignments.errors import MarkedBySomebody, MarksCompared, SameGrader
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class Pair:
    submission: Submission
    first: GradeMark | None
    second: SecondMark | None

    @property
    def is_complete(self) -> bool:
        return (
            self.first is not None
            and self.second is not None
            and self.first.points is not None
            and self.second.points is not None
        )

    @property
    def is_alike(self) -> bool:
        """Nothing is left to decide: the same points, by the same levels."""
        if self.first is None or self.second is None:
            return False
        return self.first.points == self.second.points and _levels(self.first) == _levels(
            self.second
        )

    @property
    def is_compared(self) -> bool:
        return self.second is not None and self.second.compared_at is not None

    @property
    def is_settled(self) -> bool:
        return self.second is not None and self.second.settled_at is not None

    def held_from(self, user_id: UserId) -> str:
        """Why somebody does not give the first mark; empty when they may."""
        if self.is_compared:
            return "compared"
        taken = self.first is not None and self.first.grader_id not in {None, user_id}
        return "other" if taken or self.is_second_of(user_id) else ""

    def is_second_of(self, user_id: UserId) -> bool:
        return self.second is not None and self.second.grader_id == user_id

    def may_be_second(self, user_id: UserId) -> bool:
        is_first = self.first is not None and self.first.grader_id == user_id
        is_taken = self.second is not None and self.second.grader_id not in {None, user_id}
        return not (self.is_compared or is_first or is_taken)

    def require_first(self, user_id: UserId) -> None:
        """Raises MarksCompared, SameGrader or MarkedBySomebody."""
        if self.is_compared:
            raise MarksCompared
        if self.is_second_of(user_id):
            raise SameGrader
        if self.held_from(user_id):
            raise MarkedBySomebody

    def require_second(self, user_id: UserId) -> None:
        """Raises MarksCompared, SameGrader or MarkedBySomebody."""
        if self.is_compared:
            raise MarksCompared
        if self.first is not None and self.first.grader_id == user_id:
            raise SameGrader
        if not self.may_be_second(user_id):
            raise MarkedBySomebody


async def load_pairs(reader: Reader, assignment: Assignment) -> Mapping[SubmissionId, Pair]:
    """Of the work that is marked twice: each learner's latest, or a sample of it that stays the same,
    and whatever has a second mark already."""
    if assignment.second_marks is SecondMarks.NONE:
        return {}
    latest = (
        select(Submission, GradeMark, SecondMark)
        .outerjoin(GradeMark, col(GradeMark.submission_id) == col(Submission.id))
        .outerjoin(SecondMark, col(SecondMark.submission_id) == col(Submission.id))
        .where(
            col(Submission.assignment_id) == assignment.id,
            col(Submission.state) != SubmissionState.DRAFT,
        )
        .ext(distinct_on(col(Submission.user_id)))
        .order_by(col(Submission.user_id), col(Submission.attempt).desc())
    )
    rows = await reader.session.execute(latest)
    pairs = {row[0].id: Pair(row[0], row[1], row[2]) for row in rows}
    chosen = sample(pairs, 100)
    if assignment.second_marks is SecondMarks.SAMPLE:
        chosen = sample(pairs, assignment.second_percent)
    return {id_: pair for id_, pair in pairs.items() if id_ in chosen or pair.second is not None}


def sample(ids: Iterable[SubmissionId], percent: int) -> set[SubmissionId]:
    """As many as the percentage, rounded up; the same ones each time, in no order that anybody chose."""
    ordered = sorted(ids, key=lambda id_: hashlib.sha256(id_.bytes).digest())
    return set(ordered[: -(-len(ordered) * percent // 100)])


def _levels(mark: GradeMark | SecondMark) -> dict[str, int | None]:
    return {criterion: said.level for criterion, said in mark.criteria.items()}
