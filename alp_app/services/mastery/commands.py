"""Takes in what answers tell of objectives, in the transaction of the answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit.ids import CourseId, LessonId, QuestionId, UserId
from alp_app.models.mastery import EvidenceKind, ObjectiveEvidence
from alp_app.services.mastery.rules import HALF_LIFE, share_of
from alp_app.unit_of_work import Reader, UnitOfWork

NOTHING = (0.0, 0.0)

_OBJECTIVES = """
    SELECT q.id, coalesce(v.content -> 'objective_ids', '[]') AS objective_ids,
           coalesce(l.objective_ids, '[]') AS of_lesson
      FROM question q
      JOIN question_version v ON v.id = q.current_version_id
      LEFT JOIN lesson l ON l.id = %(lesson_id)s AND l.course_id = q.course_id
     WHERE q.id = ANY(%(question_ids)s)
"""
_HOMES = """
    SELECT q.id, coalesce(v.content -> 'objective_ids', '[]') AS objective_ids,
           l.objective_ids AS of_lesson
      FROM lesson l
      JOIN block b ON b.lesson_id = l.id AND b.content ->> 'type' = 'quiz' AND b.deleted_at IS NULL
      JOIN question q ON b.content -> 'question_ids' ? q.id::text
      JOIN question_version v ON v.id = q.current_version_id
     WHERE l.course_id = %(course_id)s AND l.deleted_at IS NULL AND q.id = ANY(%(question_ids)s)
"""
_ADD = """
    INSERT INTO objective_mastery AS m
           (user_id, course_id, objective_id, organisation_id, "right", wrong, answers, at)
    VALUES (%(user_id)s, %(course_id)s, %(objective_id)s, %(organisation_id)s,
            %(right)s, %(wrong)s, %(answers)s, %(at)s)
        ON CONFLICT (user_id, course_id, objective_id) DO UPDATE SET
           "right" = m."right" * power(0.5, greatest(0, extract(epoch FROM excluded.at - m.at))
                                            / %(half_life)s::float8)
              + excluded."right" * power(0.5, greatest(0, extract(epoch FROM m.at - excluded.at))
                                            / %(half_life)s::float8),
           wrong = m.wrong * power(0.5, greatest(0, extract(epoch FROM excluded.at - m.at))
                                        / %(half_life)s::float8)
              + excluded.wrong * power(0.5, greatest(0, extract(epoch FROM m.at - excluded.at))
                                            / %(half_life)s::float8),
           answers = m.answers + excluded.answers,
           at = greatest(m.at, excluded.at)
    RETURNING m.answers
"""
"""As `rules.add`; the row's lock makes two answers at once follow one another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    question_id: QuestionId
    score: float
    """0 to 1."""
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What some answers belong to. Whoever notes them holds its lock."""

    kind: EvidenceKind
    id: UUID
    """Of the attempt or the review."""
    user_id: UserId
    course_id: CourseId
    lesson_id: LessonId | None = None
    """Where the questions stand; None: look it up."""


async def note_answers(work: UnitOfWork, subject: Subject, answers: Sequence[Answered]) -> None:
    """Count what `answers` tell of the objectives that their questions ask about.

    Noted again, an answer counts once; with another score, as it stands now.
    """
    if not answers:
        return
    topics = await _topics(work, subject, [each.question_id for each in answers])
    known = await _known(work, subject)
    for each in sorted(answers, key=lambda answer: str(answer.question_id)):
        objectives = topics.get(each.question_id, ())
        told = {
            objective_id: share_of(subject.kind, each.score, len(objectives))
            for objective_id in objectives
        }
        before = known.get(each.question_id, {})
        for objective_id in sorted(told.keys() | before.keys()):
            new, old = told.get(objective_id, NOTHING), before.get(objective_id, NOTHING)
            right, wrong = new[0] - old[0], new[1] - old[1]
            if right or wrong:
                is_first = objective_id not in before
                await _add(work, subject, each, objective_id, (right, wrong), is_first=is_first)


async def _topics(
    reader: Reader, subject: Subject, question_ids: list[QuestionId]
) -> Mapping[QuestionId, tuple[UUID, ...]]:
    given = {
        "question_ids": question_ids,
        "lesson_id": subject.lesson_id,
        "course_id": subject.course_id,
    }
    rows = await fetch_all(reader, _OBJECTIVES, given)
    if subject.lesson_id is None and not all(row["objective_ids"] for row in rows):
        rows += await fetch_all(reader, _HOMES, given)
    found: defaultdict[QuestionId, set[UUID]] = defaultdict(set)
    for row in rows:
        found[row["id"]] |= {UUID(each) for each in row["objective_ids"] or row["of_lesson"]}
    return {question_id: tuple(sorted(each)) for question_id, each in found.items()}


async def _known(
    reader: Reader, subject: Subject
) -> Mapping[QuestionId, Mapping[UUID, tuple[float, float]]]:
    """What this subject has told already."""
    row = ObjectiveEvidence
    statement = (
        select(
            col(row.question_id),
            col(row.objective_id),
            func.sum(col(row.right)),
            func.sum(col(row.wrong)),
        )
        .where(col(row.subject_id) == subject.id)
        .group_by(col(row.question_id), col(row.objective_id))
    )
    found: defaultdict[QuestionId, dict[UUID, tuple[float, float]]] = defaultdict(dict)
    for question_id, objective_id, right, wrong in (await reader.session.execute(statement)).all():
        found[question_id][objective_id] = (right, wrong)
    return found


async def _add(
    work: UnitOfWork,
    subject: Subject,
    answered: Answered,
    objective_id: UUID,
    told: tuple[float, float],
    *,
    is_first: bool,
) -> None:
    right, wrong = told
    work.session.add(
        ObjectiveEvidence(
            organisation_id=work.organisation_id,
            user_id=subject.user_id,
            course_id=subject.course_id,
            objective_id=objective_id,
            kind=subject.kind,
            subject_id=subject.id,
            question_id=answered.question_id,
            right=right,
            wrong=wrong,
            at=answered.at,
        )
    )
    await fetch_all(
        work,
        _ADD,
        {
            "user_id": subject.user_id,
            "course_id": subject.course_id,
            "objective_id": objective_id,
            "organisation_id": work.organisation_id,
            "right": right,
            "wrong": wrong,
            "answers": int(is_first),
            "at": answered.at,
            "half_life": HALF_LIFE.total_seconds(),
        },
    )
