"""The only way to a test and its attempts: as a teacher of its class, or as the learner whose they are."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import ExamAttemptId, ExamFileId, ExamId, UserId
from alp_app.models.classroom import Classroom
from alp_app.models.exams import (
    AttemptState,
    Exam,
    ExamAccommodation,
    ExamAnswer,
    ExamAttempt,
    ExamFile,
)
from alp_app.models.grading import GradeEntry, GradeItem
from alp_app.services.classes.errors import ClassArchived, ClassNotFound
from alp_app.services.exams.errors import (
    AnsweredFileNotFound,
    AttemptNotFound,
    ExamNotFound,
    HandedIn,
    OnBreak,
    TimeIsUp,
)
from alp_app.services.exams.rules import Allowance, Clock
from alp_app.services.gradebook.access import locked_entry, my_class, taught_class
from alp_app.services.media.handed_in import SERVED, open_handed_in
from alp_app.services.media.views import ServedFile
from alp_app.unit_of_work import Reader, UnitOfWork

SECONDS = 60


@dataclass(frozen=True, slots=True)
class Turn:
    """A test, and what one learner has in it."""

    exam: Exam
    item: GradeItem
    entry: GradeEntry | None
    accommodation: ExamAccommodation | None

    @property
    def allowance(self) -> Allowance:
        """The class's, with what this learner has more of: from an accommodation, which is for every
        test, or from an extension in the gradebook, which is for this one."""
        own = self.accommodation
        closes = [at for at in (self.exam.closes_at, *_extended(self.entry)) if at is not None]
        extra_attempts = self.entry.extra_attempts if self.entry else 0
        return Allowance(
            minutes=self.exam.minutes,
            opens_at=self.exam.opens_at,
            closes_at=max(closes) if self.exam.closes_at is not None else None,
            attempts=self.exam.attempts + extra_attempts + (own.extra_attempts if own else 0),
            extra_percent=own.extra_percent if own else 0,
            break_seconds=own.break_minutes * SECONDS if own else 0,
        )

    def clock(self, attempt: ExamAttempt) -> Clock:
        return Clock(
            deadline_at=attempt.deadline_at,
            break_seconds=attempt.break_seconds,
            break_started_at=attempt.break_started_at,
            break_seconds_allowed=self.allowance.break_seconds,
        )


async def taught_exam(
    reader: Reader, exam_id: ExamId, *, to_change: bool, is_deleted: bool = False
) -> tuple[Exam, GradeItem]:
    """Of a class that the actor teaches. Raises ExamNotFound, or ClassArchived when it is
    `to_change`."""
    exam = await _find(reader, exam_id, is_deleted=is_deleted)
    try:
        await taught_class(reader, exam.classroom_id, to_change=to_change)
    except (ClassNotFound, Forbidden) as error:
        raise ExamNotFound from error
    return exam, await reader.session.get_one(GradeItem, exam.item_id)


async def my_exam(reader: Reader, exam_id: ExamId) -> Turn:
    """Published in a class that I learn in. Raises ExamNotFound."""
    exam = await _find(reader, exam_id)
    if exam.published_at is None:
        raise ExamNotFound
    try:
        await my_class(reader, exam.classroom_id)
    except ClassNotFound as error:
        raise ExamNotFound from error
    return await turn_of(reader, exam, reader.user_id)


async def my_turn(work: UnitOfWork, exam_id: ExamId) -> Turn:
    """The same to begin it: my entry is locked, so that whatever I do follows one after another.
    Raises ExamNotFound or ClassArchived."""
    turn = await my_exam(work, exam_id)
    classroom = await my_class(work, turn.exam.classroom_id)
    if classroom.archived_at is not None:
        raise ClassArchived
    return await locked_turn(work, turn.exam, work.user_id)


async def turn_of(reader: Reader, exam: Exam, user_id: UserId) -> Turn:
    """For a caller who may know it."""
    return Turn(
        exam,
        await reader.session.get_one(GradeItem, exam.item_id),
        await reader.session.get(GradeEntry, (exam.item_id, user_id)),
        await reader.session.get(ExamAccommodation, (exam.classroom_id, user_id)),
    )


async def locked_turn(work: UnitOfWork, exam: Exam, user_id: UserId) -> Turn:
    """With the learner's entry locked, for a caller who may change it."""
    item = await work.session.get_one(GradeItem, exam.item_id)
    entry = await locked_entry(work, item, user_id)
    accommodation = await work.session.get(ExamAccommodation, (exam.classroom_id, user_id))
    return Turn(exam, item, entry, accommodation)


async def my_attempt(
    reader: Reader, attempt_id: ExamAttemptId, *, for_update: bool = False
) -> tuple[Turn, ExamAttempt]:
    """`for_update` locks it, so that what a player sends is taken one after another. Raises
    AttemptNotFound."""
    attempt = await reader.session.get(
        ExamAttempt,
        attempt_id,
        with_for_update=True if for_update else None,
        populate_existing=for_update,
    )
    if attempt is None or attempt.user_id != reader.user_id:
        raise AttemptNotFound
    try:
        return await my_exam(reader, attempt.exam_id), attempt
    except ExamNotFound as error:
        raise AttemptNotFound from error


async def running_attempt(
    reader: Reader, attempt_id: ExamAttemptId, *, for_update: bool
) -> tuple[Turn, ExamAttempt]:
    """Mine, and going on now. Raises AttemptNotFound, HandedIn, OnBreak, or TimeIsUp after the deadline
    and the grace."""
    turn, attempt = await my_attempt(reader, attempt_id, for_update=for_update)
    now = clock.now()
    if attempt.state is not AttemptState.OPEN:
        raise HandedIn
    watch = turn.clock(attempt)
    if watch.is_over(now):
        raise TimeIsUp((watch.ends_at(now) or now).isoformat())
    if watch.is_on_break(now):
        raise OnBreak
    return turn, attempt


async def file_to_open(reader: Reader, file_id: ExamFileId) -> ServedFile:
    """A file of an answer, for whoever gave it, and once it is handed in for the teachers of the class.
    Raises AnsweredFileNotFound, also while it must not be opened."""
    file = await reader.session.get(ExamFile, file_id)
    if file is None or file.scan not in SERVED:
        raise AnsweredFileNotFound
    attempt = await reader.session.get_one(ExamAttempt, file.attempt_id)
    if attempt.user_id != reader.user_id:
        try:
            await taught_attempt(reader, attempt.id, to_change=False)
        except AttemptNotFound as error:
            raise AnsweredFileNotFound from error
        if attempt.state is AttemptState.OPEN:
            raise AnsweredFileNotFound
    return await open_handed_in(reader, file.asset_id)


async def taught_attempt(
    reader: Reader, attempt_id: ExamAttemptId, *, to_change: bool
) -> tuple[ExamAttempt, Exam, GradeItem]:
    """Raises AttemptNotFound or ClassArchived."""
    attempt = await reader.session.get(ExamAttempt, attempt_id)
    if attempt is None:
        raise AttemptNotFound
    try:
        found = await taught_exam(reader, attempt.exam_id, to_change=to_change)
    except ExamNotFound as error:
        raise AttemptNotFound from error
    return attempt, *found


async def attempts_of(reader: Reader, exam_id: ExamId, user_id: UserId) -> list[ExamAttempt]:
    """One learner's, in their order, as they stand now."""
    statement = (
        select(ExamAttempt)
        .where(col(ExamAttempt.exam_id) == exam_id, col(ExamAttempt.user_id) == user_id)
        .order_by(col(ExamAttempt.number))
        .execution_options(populate_existing=True)
    )
    return list((await reader.session.scalars(statement)).all())


async def answers_of(reader: Reader, attempt: ExamAttempt) -> list[ExamAnswer]:
    """One for each slot, in their order."""
    statement = (
        select(ExamAnswer)
        .where(col(ExamAnswer.attempt_id) == attempt.id)
        .order_by(col(ExamAnswer.slot))
        .execution_options(populate_existing=True)
    )
    return list((await reader.session.scalars(statement)).all())


async def is_taken(reader: Reader, exam_id: ExamId) -> bool:
    statement = select(func.count()).where(col(ExamAttempt.exam_id) == exam_id)
    return bool(await reader.session.scalar(statement))


async def announce(work: UnitOfWork, exam: Exam) -> None:
    """Tell the pages of this test's teachers and learners."""
    classroom = await work.session.get_one(Classroom, exam.classroom_id)
    work.notify("exam", course_id=classroom.course_id)


def _extended(entry: GradeEntry | None) -> list[datetime | None]:
    return [entry.closes_at, entry.due_at] if entry else []


async def _find(reader: Reader, exam_id: ExamId, *, is_deleted: bool = False) -> Exam:
    exam = await reader.session.get(Exam, exam_id)
    if exam is None or (exam.deleted_at is not None) is not is_deleted:
        raise ExamNotFound
    return exam
