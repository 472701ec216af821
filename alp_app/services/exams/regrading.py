"""Marks a question of a test again by another key: shown first, kept, told, and taken back."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import (
    ExamAttemptId,
    ExamId,
    ExamRegradeId,
    QuestionId,
    QuestionVersionId,
    UserId,
)
from alp_app.models.account import User
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.exams import (
    AttemptState,
    Exam,
    ExamAnswer,
    ExamAttempt,
    ExamRegrade,
    RegradedAnswer,
)
from alp_app.services.assessment.errors import AnswerDoesNotFit
from alp_app.services.courses.gradable import held_among
from alp_app.services.exams import events
from alp_app.services.exams.access import announce, answers_of, locked_turn, taught_exam
from alp_app.services.exams.errors import (
    ExamNotFound,
    NothingToRegrade,
    QuestionHeld,
    RegradedSince,
    RegradeNotFound,
)
from alp_app.services.exams.marking import Marked, marked, points_of, settle
from alp_app.services.exams.queries import stem_of
from alp_app.services.exams.rules import total
from alp_app.services.exams.views import RegradeChange, RegradePreview, RegradeView
from alp_app.services.gradebook.figures import plain
from alp_app.unit_of_work import Reader, UnitOfWork


@dataclass(frozen=True, slots=True)
class _Place:
    """An answer to the question, in an attempt that was handed in."""

    attempt: ExamAttempt
    answer: ExamAnswer
    user: User

    @property
    def version_id(self) -> QuestionVersionId:
        """Whose key it is marked by."""
        asked = self.attempt.asked[self.answer.slot]
        return self.answer.marked_version_id or asked.version_id


@dataclass(frozen=True, slots=True)
class _Plan:
    version: QuestionVersion
    again: Sequence[tuple[_Place, Marked]]
    unfit: int
    problem: str
    """Of each answer by then: the question is held, and everybody gets its points."""


async def preview_regrade(
    reader: Reader, exam_id: ExamId, question_id: QuestionId
) -> RegradePreview:
    """Who would have how many points by the key that the bank has now. Changes nothing. Raises
    ExamNotFound or NothingToRegrade."""
    exam, _ = await taught_exam(reader, exam_id, to_change=False)
    plan = await _plan(reader, exam, question_id)
    changes: list[RegradeChange] = []
    for place, found in plan.again:
        before, after = await _totals(reader, place, found)
        if before != after:
            changes.append(
                RegradeChange(
                    user_id=place.user.id,
                    name=place.user.display_name,
                    attempt_id=place.attempt.id,
                    before=_shown(before),
                    after=_shown(after),
                )
            )
    return RegradePreview(
        question_id=question_id,
        version_id=plan.version.id,
        version=plan.version.number,
        stem=stem_of(plan.version.content),
        answers=len(plan.again),
        unfit=plan.unfit,
        changes=tuple(sorted(changes, key=lambda one: one.name.lower())),
    )


async def apply_regrade(
    work: UnitOfWork, exam_id: ExamId, question_id: QuestionId
) -> ExamRegradeId:
    """Mark every answer to a question by the key that the bank has now. Marks by hand stand. Raises
    ExamNotFound, ClassArchived or NothingToRegrade."""
    exam, _ = await taught_exam(work, exam_id, to_change=True)
    await work.session.refresh(exam, with_for_update=True)
    plan = await _plan(work, exam, question_id)
    answers = [
        RegradedAnswer(
            attempt_id=place.attempt.id,
            user_id=place.user.id,
            slot=place.answer.slot,
            version_id=place.answer.marked_version_id,
            score=place.answer.score or 0.0,
            points=place.answer.points or Decimal(0),
            new_score=found.score or 0.0,
            new_points=found.points or Decimal(0),
        )
        for place, found in plan.again
    ]
    regrade = ExamRegrade(
        organisation_id=exam.organisation_id,
        exam_id=exam_id,
        question_id=question_id,
        version_id=plan.version.id,
        answers=answers,
        applied_by=work.user_id,
    )
    work.session.add(regrade)
    changed = await _remark(
        work,
        exam,
        [(each, plan.version.id, each.new_score, each.new_points) for each in answers],
        regrade.id,
        problem=plan.problem,
    )
    work.record(
        events.EXAM_REGRADED,
        exam_id,
        regrade=str(regrade.id),
        question=str(question_id),
        changed=changed,
    )
    return regrade.id


async def undo_regrade(work: UnitOfWork, regrade_id: ExamRegradeId) -> None:
    """Give every answer the mark that it had. Raises RegradeNotFound, or RegradedSince when the same
    question was marked again later."""
    regrade = await work.session.get(ExamRegrade, regrade_id)
    if regrade is None:
        raise RegradeNotFound
    try:
        exam, _ = await taught_exam(work, regrade.exam_id, to_change=True)
    except ExamNotFound as error:
        raise RegradeNotFound from error
    await work.session.refresh(exam, with_for_update=True)
    await work.session.refresh(regrade)
    if regrade.undone_at is not None:
        return
    if regrade.id not in _undoable(await _applied(work, exam.id)):
        raise RegradedSince
    regrade.undone_at = clock.now()
    changed = await _remark(
        work,
        exam,
        [(each, each.version_id, each.score, each.points) for each in regrade.answers],
        regrade.id,
    )
    work.record(events.EXAM_REGRADE_UNDONE, exam.id, regrade=str(regrade.id), changed=changed)


async def list_regrades(reader: Reader, exam_id: ExamId) -> list[RegradeView]:
    """The latest first. Raises ExamNotFound."""
    exam, _ = await taught_exam(reader, exam_id, to_change=False)
    applied = await _applied(reader, exam.id)
    undoable = _undoable(applied)
    versions = {
        row.id: row
        for row in await reader.session.scalars(
            select(QuestionVersion).where(
                col(QuestionVersion.id).in_([each.version_id for each in applied])
            )
        )
    }
    people = select(User).where(col(User.id).in_([each.applied_by for each in applied]))
    names = {row.id: row.display_name for row in await reader.session.scalars(people)}
    return [
        RegradeView(
            id=each.id,
            question_id=each.question_id,
            stem=stem_of(versions[each.version_id].content),
            version=versions[each.version_id].number,
            answers=len(each.answers),
            changed=len({one.user_id for one in each.answers if one.points != one.new_points}),
            applied_at=each.applied_at,
            applied_by=names.get(each.applied_by, "") if each.applied_by else "",
            undone_at=each.undone_at,
            can_undo=each.id in undoable,
        )
        for each in reversed(applied)
    ]


async def _plan(reader: Reader, exam: Exam, question_id: QuestionId) -> _Plan:
    question = await reader.session.get(Question, question_id)
    places = await _places(reader, exam.id, question_id)
    if question is None or not places:
        raise NothingToRegrade
    version = await reader.session.get_one(QuestionVersion, question.current_version_id)
    is_held = bool(await held_among(reader, [version.id]))
    waiting = [
        each
        for each in places
        if each.answer.points is not None
        and (each.answer.problem != QuestionHeld.code if is_held else each.version_id != version.id)
    ]
    if not waiting:
        raise NothingToRegrade
    found = await asyncio.to_thread(_mark_again, version, waiting, is_held=is_held)
    fit = [
        (place, each)
        for place, each in zip(waiting, found, strict=True)
        if each.points is not None and each.problem != AnswerDoesNotFit.code
    ]
    return _Plan(version, fit, len(waiting) - len(fit), QuestionHeld.code if is_held else "")


def _mark_again(
    version: QuestionVersion, places: Sequence[_Place], *, is_held: bool
) -> list[Marked]:
    return [
        marked(
            version.content,
            each.attempt.asked[each.answer.slot],
            each.answer.response,
            is_held=is_held,
        )
        for each in places
    ]


async def _places(reader: Reader, exam_id: ExamId, question_id: QuestionId) -> list[_Place]:
    statement = (
        select(ExamAttempt, ExamAnswer, User)
        .join(ExamAnswer, col(ExamAnswer.attempt_id) == col(ExamAttempt.id))
        .join(User, col(User.id) == col(ExamAttempt.user_id))
        .where(col(ExamAttempt.exam_id) == exam_id, col(ExamAttempt.state) != AttemptState.OPEN)
        .order_by(col(ExamAttempt.user_id), col(ExamAttempt.number), col(ExamAnswer.slot))
        .execution_options(populate_existing=True)
    )
    return [
        _Place(attempt, answer, user)
        for attempt, answer, user in (await reader.session.execute(statement)).all()
        if attempt.asked[answer.slot].question_id == question_id
    ]


async def _totals(
    reader: Reader, place: _Place, found: Marked
) -> tuple[Decimal | None, Decimal | None]:
    answers = await answers_of(reader, place.attempt)
    before = [points_of(each) for each in answers]
    after = list(before)
    if place.answer.hand_points is None:
        after[place.answer.slot] = found.points
    return total(before), total(after)


async def _remark(
    work: UnitOfWork,
    exam: Exam,
    marks: Sequence[tuple[RegradedAnswer, QuestionVersionId | None, float, Decimal]],
    regrade_id: ExamRegradeId,
    *,
    problem: str = "",
) -> int:
    """Returns how many attempts have other points since. Entries are locked in the order of learners,
    as wherever several are."""
    changed = 0
    by_learner: dict[UserId, dict[ExamAttemptId, list[int]]] = {}
    for place, (answer, _, _, _) in enumerate(marks):
        attempts = by_learner.setdefault(answer.user_id, {})
        attempts.setdefault(answer.attempt_id, []).append(place)
    for user_id in sorted(by_learner):
        turn = await locked_turn(work, exam, user_id)
        for attempt_id, places in by_learner[user_id].items():
            attempt = await work.session.get_one(
                ExamAttempt, attempt_id, with_for_update=True, populate_existing=True
            )
            before = attempt.points
            answers = await answers_of(work, attempt)
            for place in places:
                answer, version_id, score, points = marks[place]
                row = answers[answer.slot]
                row.marked_version_id, row.score, row.points = version_id, score, points
                row.problem = problem
            await settle(work, turn, attempt, answers)
            if attempt.points == before:
                continue
            changed += 1
            work.record(
                events.ATTEMPT_REGRADED,
                attempt_id,
                regrade=str(regrade_id),
                learner=str(user_id),
                before=_shown(before),
                after=_shown(attempt.points),
            )
            work.notify("learning", user_id=user_id)
    await announce(work, exam)
    return changed


async def _applied(reader: Reader, exam_id: ExamId) -> list[ExamRegrade]:
    statement = (
        select(ExamRegrade).where(col(ExamRegrade.exam_id) == exam_id).order_by(col(ExamRegrade.id))
    )
    return list((await reader.session.scalars(statement)).all())


def _undoable(applied: Sequence[ExamRegrade]) -> set[ExamRegradeId]:
    """The latest of each question that stands."""
    latest: Mapping[QuestionId, ExamRegradeId] = {
        each.question_id: each.id for each in applied if each.undone_at is None
    }
    return set(latest.values())


def _shown(points: Decimal | None) -> str:
    return "" if points is None else plain(Fraction(points))
