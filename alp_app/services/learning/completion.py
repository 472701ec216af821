"""What a course requires of a learner, and how much of it is done.

The rows are derived in the transaction of whatever changes them, with the enrolments locked.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from alp_app.db.reads import fetch_all
from alp_app.jobspecs.certificates import IssueCertificate
from alp_app.kit.ids import CourseId, CourseVersionId, EnrolmentId, LessonId
from alp_app.kit.kept import Kept
from alp_app.models.learning import LearningEvent, LearningEventKind
from alp_app.services.courses.editions import Edition
from alp_app.services.learning.events import COURSE_COMPLETED
from alp_app.services.learning.views import MissingView
from alp_app.unit_of_work import Reader, UnitOfWork

MOST_BYTES = 8 * 1024 * 1024
VIEW_BYTES = 1024
"""Roughly what one of the views takes that are kept."""

# A lesson that the course requires is done when it is completed, and each of its quizzes has reached
# what the course asks for in one of the learner's attempts.
_CLEAR = text("DELETE FROM module_progress WHERE enrolment_id = ANY(:enrolment_ids)")
_DERIVE = text("""
    INSERT INTO module_progress (enrolment_id, module_id, organisation_id, done, total)
    SELECT e.id, lv.module_id, e.organisation_id,
           count(*) FILTER (WHERE p.completed_at IS NOT NULL AND (
             v.quiz_percent = 0 OR NOT EXISTS (
               SELECT FROM jsonb_array_elements(lv.reading -> 'blocks') b
                WHERE b ->> 'type' = 'quiz' AND jsonb_array_length(b -> 'questions') > 0
                  AND NOT EXISTS (
                    SELECT FROM quiz_attempt a
                     WHERE a.enrolment_id = e.id AND a.block_id = (b ->> 'id')::uuid
                       AND a.is_passed IS NOT NULL
                       AND round((a.score * 100)::numeric, 6)
                           >= round((v.quiz_percent * a.max_score)::numeric, 6))))),
           count(*)
      FROM enrolment e
      JOIN course_version v ON v.id = e.version_id
      JOIN lesson_version lv ON lv.version_id = v.id AND lv.is_required
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
     WHERE e.id = ANY(:enrolment_ids)
     GROUP BY e.id, lv.module_id
""")
_COMPLETE = text("""
    UPDATE enrolment e SET completed_at = :at
     WHERE e.id = ANY(:enrolment_ids) AND e.completed_at IS NULL
       AND (EXISTS (SELECT FROM module_progress m WHERE m.enrolment_id = e.id)
            OR EXISTS (SELECT FROM work_progress w WHERE w.enrolment_id = e.id))
       AND NOT EXISTS (SELECT FROM module_progress m WHERE m.enrolment_id = e.id AND m.done < m.total)
       AND NOT EXISTS (SELECT FROM work_progress w WHERE w.enrolment_id = e.id AND NOT w.is_done)
    RETURNING e.id, e.organisation_id,
              EXISTS (SELECT FROM certificate_design d
                       WHERE d.course_id = e.course_id AND d.is_on) AS earns_certificate
""")
_MISSING_WORK = """
    SELECT w.enrolment_id, i.classroom_id, i.title, i.required_percent AS percent,
           a.id AS assignment_id, x.id AS exam_id
      FROM work_progress w
      JOIN enrolment e ON e.id = w.enrolment_id
      JOIN grade_item i ON i.id = w.item_id
      LEFT JOIN assignment a ON a.item_id = i.id
      LEFT JOIN exam x ON x.item_id = i.id
     WHERE e.id = ANY(%(enrolment_ids)s) AND e.completed_at IS NULL AND NOT w.is_done
     ORDER BY e.id, i.position, i.id
"""
_MISSING_LESSONS = """
    SELECT e.id AS enrolment_id, lv.lesson_id, lv.position + 1 AS number, lv.title,
           p.completed_at IS NOT NULL AS is_completed, v.quiz_percent AS percent, quiz.best
      FROM enrolment e
      JOIN course_version v ON v.id = e.version_id
      JOIN lesson_version lv ON lv.version_id = v.id AND lv.is_required
      LEFT JOIN lesson_progress p ON p.enrolment_id = e.id AND p.lesson_id = lv.lesson_id
      LEFT JOIN LATERAL (
        SELECT min(coalesce((
                 SELECT max(a.score * 100 / nullif(a.max_score, 0)) FROM quiz_attempt a
                  WHERE a.enrolment_id = e.id AND a.block_id = (b ->> 'id')::uuid
                    AND a.is_passed IS NOT NULL), 0)) AS best
          FROM jsonb_array_elements(lv.reading -> 'blocks') b
         WHERE b ->> 'type' = 'quiz' AND jsonb_array_length(b -> 'questions') > 0
      ) quiz ON v.quiz_percent > 0
     WHERE e.id = ANY(%(enrolment_ids)s) AND e.completed_at IS NULL
       AND (p.completed_at IS NULL OR round(quiz.best::numeric, 6) < v.quiz_percent)
     ORDER BY e.id, lv.position
"""


async def settle(
    work: UnitOfWork, course_id: CourseId, enrolment_ids: Collection[EnrolmentId], at: datetime
) -> None:
    """Derive what these enrolments in one course have done of what it requires, and complete those
    that have done it all. Who has completed a course stays so.

    The caller has locked them, and refreshes what it holds of them.
    """
    await work.session.flush()
    given = {"enrolment_ids": list(enrolment_ids)}
    await work.session.execute(_CLEAR, given)
    await work.session.execute(_DERIVE, given)
    completed: Sequence[Any] = (await work.session.execute(_COMPLETE, {**given, "at": at})).all()
    for row in completed:
        work.session.add(
            LearningEvent(
                organisation_id=row.organisation_id,
                enrolment_id=row.id,
                kind=LearningEventKind.COURSE_COMPLETED,
                at=at,
            )
        )
        work.record(COURSE_COMPLETED, course_id, enrolment=str(row.id))
        if row.earns_certificate:
            await work.request(IssueCertificate(course_id=course_id, enrolment_id=row.id))


@dataclass(frozen=True, slots=True)
class Undertaking:
    """An enrolment that is not completed, and what is known of it."""

    id: EnrolmentId
    version_id: CourseVersionId
    edition: Edition
    done: AbstractSet[LessonId]
    has_work: bool
    """Its class asks for work that is not done."""


async def missing_of(
    reader: Reader, undertakings: Collection[Undertaking]
) -> Mapping[EnrolmentId, tuple[MissingView, ...]]:
    """What each of these enrolments still needs to complete its course: lessons in the order of the
    course, then the work of the class in that of its gradebook."""
    found: defaultdict[EnrolmentId, tuple[MissingView, ...]] = defaultdict(tuple)
    strict = [each for each in undertakings if each.edition.outline.quiz_percent]
    if strict:
        given = {"enrolment_ids": [each.id for each in strict]}
        for row in await fetch_all(reader, _MISSING_LESSONS, given):
            found[row["enrolment_id"]] += (_missing_lesson(row),)
    for each in undertakings:
        if not each.edition.outline.quiz_percent:
            required = _required(each.version_id, each.edition)
            found[each.id] = tuple(
                [view for lesson_id, view in required.items() if lesson_id not in each.done]
            )
    if any(each.has_work for each in undertakings):
        given = {"enrolment_ids": [each.id for each in undertakings if each.has_work]}
        for row in await fetch_all(reader, _MISSING_WORK, given):
            found[row["enrolment_id"]] += (_missing_work(row),)
    return found


_kept: Kept[UUID, Mapping[LessonId, MissingView]] = Kept(MOST_BYTES)


def _required(version_id: CourseVersionId, edition: Edition) -> Mapping[LessonId, MissingView]:
    """Each lesson that a version requires, as it is missed by whoever has not completed it."""
    kept = _kept.find(version_id)
    if kept is not None:
        return kept
    views = {
        lesson.id: MissingView(
            kind="lesson", lesson_id=lesson.id, number=lesson.number, title=lesson.title
        )
        for lesson in edition.lessons
        if lesson.is_required
    }
    return _kept.keep(version_id, views, weight=len(views) * VIEW_BYTES)


def _missing_work(row: dict[str, Any]) -> MissingView:
    kind = "assignment" if row["assignment_id"] else "test" if row["exam_id"] else "column"
    return MissingView.model_validate({**row, "kind": kind})


def _missing_lesson(row: dict[str, Any]) -> MissingView:
    is_quiz = row["is_completed"]
    return MissingView(
        kind="quiz" if is_quiz else "lesson",
        lesson_id=row["lesson_id"],
        number=row["number"],
        title=row["title"],
        percent=row["percent"] if is_quiz else None,
        best=int(row["best"]) if is_quiz else None,
    )
