"""Hears of everything that is recorded about the work of a class, and settles what that means for
completing its course, in the same transaction."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import delete, text
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, EnrolmentId, GradeItemId
from alp_app.models.audit import AuditEvent
from alp_app.models.learning import Enrolment, WorkProgress
from alp_app.services.assignments import events as assignments
from alp_app.services.completion.requirements import work_done
from alp_app.services.exams import events as exams
from alp_app.services.gradebook import events as gradebook
from alp_app.services.learning import events as learning
from alp_app.services.learning.completion import settle
from alp_app.unit_of_work import UnitOfWork

HEARD = frozenset({
    assignments.ASSIGNMENT_CHANGED, assignments.ASSIGNMENT_PUBLISHED,
    assignments.ASSIGNMENT_DELETED, assignments.WORK_SUBMITTED, assignments.GRADES_RELEASED,
    exams.EXAM_CHANGED, exams.EXAM_PUBLISHED, exams.EXAM_DELETED, exams.EXAM_RELEASED,
    exams.EXAM_REGRADED, exams.EXAM_REGRADE_UNDONE, exams.ATTEMPT_SUBMITTED,
    exams.ATTEMPT_REGRADED, exams.ANSWER_MARKED,
    gradebook.COLUMN_CHANGED, gradebook.COLUMN_DELETED, gradebook.ENTRY_CHANGED,
    gradebook.RULES_CHANGED, gradebook.SHEET_IMPORTED,
    learning.ENROLMENT_CREATED,
})  # fmt: skip

# Somebody who hands in concerns only their own enrolment; anything else, everybody's in the class.
_CONCERNED = text("""
    WITH heard AS (
      SELECT id AS classroom_id, NULL::uuid AS user_id FROM classroom WHERE id = ANY(:ids)
      UNION SELECT classroom_id, NULL FROM grade_item WHERE id = ANY(:ids)
      UNION SELECT classroom_id, NULL FROM assignment WHERE id = ANY(:ids)
      UNION SELECT classroom_id, NULL FROM exam WHERE id = ANY(:ids)
      UNION SELECT classroom_id, user_id FROM enrolment WHERE id = ANY(:ids)
      UNION SELECT a.classroom_id, s.user_id
              FROM submission s JOIN assignment a ON a.id = s.assignment_id WHERE s.id = ANY(:ids)
      UNION SELECT x.classroom_id, t.user_id
              FROM exam_attempt t JOIN exam x ON x.id = t.exam_id WHERE t.id = ANY(:ids)
    )
    SELECT DISTINCT n.id
      FROM heard h
      JOIN enrolment n ON n.classroom_id = h.classroom_id
                      AND (h.user_id IS NULL OR n.user_id = h.user_id)
     WHERE n.completed_at IS NULL
       AND (EXISTS (SELECT FROM work_progress w WHERE w.enrolment_id = n.id)
            OR EXISTS (SELECT FROM grade_item i
                        WHERE i.classroom_id = n.classroom_id AND i.required_percent IS NOT NULL))
""")


async def follow_class_work(work: UnitOfWork, events: Sequence[AuditEvent]) -> None:
    """`alp_app.unit_of_work.Listener`. Locks only those enrolments for which something is different."""
    heard = {event.subject_id for event in events if event.name in HEARD}
    if not heard:
        return
    await work.session.flush()
    concerned: Sequence[UUID] = (await work.session.scalars(_CONCERNED, {"ids": list(heard)})).all()
    changed = await _changed(work, [EnrolmentId(each) for each in concerned])
    if changed:
        await _derive(work, changed)


async def _changed(work: UnitOfWork, enrolment_ids: Sequence[EnrolmentId]) -> list[EnrolmentId]:
    if not enrolment_ids:
        return []
    before = await _derived(work, enrolment_ids)
    now = await work_done(work, enrolment_ids)
    return [each for each in enrolment_ids if before.get(each, {}) != now.get(each, {})]


async def _derived(
    work: UnitOfWork, enrolment_ids: Sequence[EnrolmentId]
) -> Mapping[EnrolmentId, Mapping[GradeItemId, bool]]:
    rows = select(WorkProgress).where(col(WorkProgress.enrolment_id).in_(enrolment_ids))
    found: defaultdict[EnrolmentId, dict[GradeItemId, bool]] = defaultdict(dict)
    for row in (await work.session.scalars(rows)).all():
        found[row.enrolment_id][row.item_id] = row.is_done
    return found


async def _derive(work: UnitOfWork, enrolment_ids: Collection[EnrolmentId]) -> None:
    """Counts again when the enrolments are locked, so that what others have just committed is in it."""
    statement = (
        select(Enrolment)
        .where(col(Enrolment.id).in_(enrolment_ids))
        .order_by(col(Enrolment.id))
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    )
    locked = list((await work.session.scalars(statement)).all())
    done = await work_done(work, enrolment_ids)
    of_these = col(WorkProgress.enrolment_id).in_(enrolment_ids)
    await work.session.execute(delete(WorkProgress).where(of_these))
    work.session.add_all(
        WorkProgress(
            enrolment_id=enrolment.id,
            item_id=item_id,
            organisation_id=enrolment.organisation_id,
            is_done=is_done,
        )
        for enrolment in locked
        for item_id, is_done in done.get(enrolment.id, {}).items()
    )
    by_course: defaultdict[CourseId, list[EnrolmentId]] = defaultdict(list)
    for enrolment in locked:
        by_course[enrolment.course_id].append(enrolment.id)
        work.notify("learning", user_id=enrolment.user_id, course_id=enrolment.course_id)
    for course_id, of_course in by_course.items():
        await settle(work, course_id, of_course, clock.now())
