"""Rows derived from what learners do, always written under the lock of the enrolment."""

from datetime import datetime
from typing import Any

from sqlalchemy import and_
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.kit.ids import LessonId
from alp_app.models.course import LessonVersion
from alp_app.models.learning import Enrolment, LearningEvent, LearningEventKind, LessonProgress
from alp_app.services.courses.outline import next_lesson
from alp_app.services.learning.completion import settle
from alp_app.services.learning.events import LESSON_COMPLETED
from alp_app.services.learning.views import CompletionView, EnrolmentView
from alp_app.unit_of_work import Reader, UnitOfWork


def note(
    work: UnitOfWork,
    enrolment: Enrolment,
    kind: LearningEventKind,
    *,
    at: datetime,
    lesson_id: LessonId | None = None,
    **facts: Any,
) -> None:
    """Add to the learner's own history."""
    work.session.add(
        LearningEvent(
            organisation_id=enrolment.organisation_id,
            enrolment_id=enrolment.id,
            kind=kind,
            lesson_id=lesson_id,
            facts=facts,
            at=at,
        )
    )


async def touch(
    work: UnitOfWork, enrolment: Enrolment, lesson_id: LessonId, at: datetime
) -> LessonProgress:
    """Make the lesson the one the learner is in, and return its row, made when there is none."""
    first_time = (
        insert(LessonProgress)
        .values(
            enrolment_id=enrolment.id,
            lesson_id=lesson_id,
            organisation_id=enrolment.organisation_id,
            opened_at=at,
        )
        .on_conflict_do_nothing()
    )
    await work.session.execute(first_time)
    enrolment.last_lesson_id = lesson_id
    enrolment.active_at = max(enrolment.active_at, at)
    return await work.session.get_one(
        LessonProgress, (enrolment.id, lesson_id), populate_existing=True
    )


async def complete(
    work: UnitOfWork, enrolment: Enrolment, lesson_id: LessonId, at: datetime
) -> CompletionView:
    """Count a lesson as done, once. The enrolment must be locked."""
    progress = await touch(work, enrolment, lesson_id, at)
    if progress.completed_at is None:
        progress.completed_at = at
        await work.session.flush()
        note(work, enrolment, LearningEventKind.LESSON_COMPLETED, at=at, lesson_id=lesson_id)
        work.record(LESSON_COMPLETED, lesson_id, enrolment=str(enrolment.id))
    order = await lesson_order(work, enrolment)
    done = await completed_lessons(work, enrolment)
    enrolment.lessons_done = len(done)
    enrolment.lessons_total = len(order)
    await settle(work, enrolment.course_id, [enrolment.id], at)
    await work.session.refresh(enrolment, ["completed_at"])
    announce(work, enrolment)
    return CompletionView(
        enrolment=enrolment_view(enrolment),
        lesson_id=lesson_id,
        completed_at=progress.completed_at,
        is_course_completed=enrolment.completed_at is not None,
        next_lesson_id=next_lesson(order, done, lesson_id),
    )


async def lesson_order(reader: Reader, enrolment: Enrolment) -> list[LessonId]:
    """The lessons of the version that this learner reads."""
    statement = (
        select(col(LessonVersion.lesson_id))
        .where(col(LessonVersion.version_id) == enrolment.version_id)
        .order_by(col(LessonVersion.position))
    )
    return list((await reader.session.scalars(statement)).all())


async def completed_lessons(reader: Reader, enrolment: Enrolment) -> set[LessonId]:
    """Of the version that this learner reads: a lesson that was taken out does not count."""
    statement = (
        select(col(LessonProgress.lesson_id))
        .join(
            LessonVersion,
            and_(
                col(LessonVersion.version_id) == enrolment.version_id,
                col(LessonVersion.lesson_id) == col(LessonProgress.lesson_id),
            ),
        )
        .where(
            col(LessonProgress.enrolment_id) == enrolment.id,
            col(LessonProgress.completed_at).is_not(None),
        )
    )
    return set((await reader.session.scalars(statement)).all())


def announce(work: UnitOfWork, enrolment: Enrolment) -> None:
    """Tell the learner's open pages that their progress has changed."""
    work.notify("learning", user_id=enrolment.user_id, course_id=enrolment.course_id)


def enrolment_view(enrolment: Enrolment) -> EnrolmentView:
    return EnrolmentView.model_validate(enrolment, from_attributes=True)
