"""What a learner does in a course: enrol, open a lesson, move through it, complete it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, or_, select

from alp_app.kit import clock
from alp_app.kit.ids import CourseId, LessonId
from alp_app.models.learning import Enrolment, LearningEvent, LearningEventKind, LessonProgress
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.learning.access import enrolment_for_lesson
from alp_app.services.learning.enrolling import begin_course
from alp_app.services.learning.errors import (
    LessonLocked,
    LessonNotFound,
    NotEnrolled,
    QuizNotPassed,
)
from alp_app.services.learning.inputs import PlaceReport
from alp_app.services.learning.progress import announce, complete, enrolment_view, note, touch
from alp_app.services.learning.quizzes import unpassed_quizzes
from alp_app.services.learning.views import (
    CompletionView,
    EnrolmentView,
    PlacesSaved,
    PlaceView,
)
from alp_app.unit_of_work import UnitOfWork


async def enrol(work: UnitOfWork, course_id: CourseId) -> tuple[EnrolmentView, bool]:
    """Begin a course. Returns the enrolment, and whether it was made just now.

    Enrolling again returns the enrolment as it stands, that of a class included.
    """
    await course_for(work.session, work.actor, course_id, Purpose.READ)
    enrolment, is_new = await begin_course(work, course_id, work.user_id)
    return enrolment_view(enrolment), is_new


async def open_lesson(work: UnitOfWork, lesson_id: LessonId) -> PlaceView:
    """Make a lesson the one to come back to, and return where in it the learner was."""
    enrolment = await enrolment_for_lesson(work, lesson_id, for_update=True)
    at = clock.now()
    progress = await touch(work, enrolment, lesson_id, at)
    note(work, enrolment, LearningEventKind.LESSON_OPENED, at=at, lesson_id=lesson_id)
    announce(work, enrolment)
    return PlaceView.model_validate(progress, from_attributes=True)


async def record_places(work: UnitOfWork, reports: Sequence[PlaceReport]) -> PlacesSaved:
    """Keep where a reader was, from any number of reports in any order.

    Of two reports about one lesson the later one counts, whichever comes in first. A report that
    comes in twice counts once. Reports of lessons that the learner does not read are left out.
    """
    now = clock.now()
    found = {
        lesson_id: await _find(work, lesson_id) for lesson_id in {r.lesson_id for r in reports}
    }
    await _lock(work, [enrolment for enrolment in found.values() if enrolment is not None])
    kept = [(report, found[report.lesson_id]) for report in reports]
    for report, enrolment in kept:
        if enrolment is not None:
            # A clock that is wrong can neither hold a place for ever nor reach before the enrolment.
            at = min(max(report.at, enrolment.enrolled_at), now)
            await _keep_place(work, enrolment, report, at)
    return PlacesSaved(
        saved_at=now,
        saved=tuple(report.client_id for report, enrolment in kept if enrolment is not None),
        refused=tuple(report.client_id for report, enrolment in kept if enrolment is None),
    )


async def complete_lesson(work: UnitOfWork, lesson_id: LessonId) -> CompletionView:
    """Mark a lesson as done. Doing so again changes nothing.

    A lesson with a quiz is done when the quiz is passed, and not before: raises QuizNotPassed.
    """
    enrolment = await enrolment_for_lesson(work, lesson_id, for_update=True)
    waiting = await unpassed_quizzes(work, enrolment, lesson_id)
    is_done = await work.session.get(LessonProgress, (enrolment.id, lesson_id))
    if waiting and not (is_done and is_done.completed_at):
        raise QuizNotPassed(waiting)
    return await complete(work, enrolment, lesson_id, clock.now())


async def _find(work: UnitOfWork, lesson_id: LessonId) -> Enrolment | None:
    try:
        return await enrolment_for_lesson(work, lesson_id)
    except (LessonLocked, LessonNotFound, NotEnrolled):
        return None


async def _lock(work: UnitOfWork, enrolments: Sequence[Enrolment]) -> None:
    """Lock several, in the one order that everybody locks them in."""
    statement = (
        select(col(Enrolment.id))
        .where(col(Enrolment.id).in_({enrolment.id for enrolment in enrolments}))
        .order_by(col(Enrolment.id))
        .with_for_update(key_share=True)
    )
    await work.session.execute(statement)


async def _keep_place(
    work: UnitOfWork, enrolment: Enrolment, report: PlaceReport, at: datetime
) -> None:
    event = (
        insert(LearningEvent)
        .values(
            organisation_id=enrolment.organisation_id,
            enrolment_id=enrolment.id,
            kind=LearningEventKind.PLACE_REACHED,
            lesson_id=report.lesson_id,
            client_id=report.client_id,
            facts={"block_id": str(report.block_id), "video_seconds": report.video_seconds},
            at=at,
        )
        .on_conflict_do_nothing()
        .returning(col(LearningEvent.id))
    )
    if (await work.session.scalars(event)).first() is None:
        return
    newer = (
        update(Enrolment)
        .where(col(Enrolment.id) == enrolment.id, col(Enrolment.active_at) < at)
        .values(last_lesson_id=report.lesson_id, active_at=at)
    )
    await work.session.execute(newer, execution_options={"synchronize_session": False})
    place = insert(LessonProgress).values(
        enrolment_id=enrolment.id,
        lesson_id=report.lesson_id,
        organisation_id=enrolment.organisation_id,
        block_id=report.block_id,
        video_seconds=report.video_seconds,
        placed_at=at,
        opened_at=at,
    )
    await work.session.execute(
        place.on_conflict_do_update(
            index_elements=["enrolment_id", "lesson_id"],
            set_={
                "block_id": place.excluded.block_id,
                "video_seconds": place.excluded.video_seconds,
                "placed_at": place.excluded.placed_at,
            },
            where=or_(
                col(LessonProgress.placed_at).is_(None),
                col(LessonProgress.placed_at) < place.excluded.placed_at,
            ),
        )
    )
