"""What teachers do to a test itself: make, change, publish, delete; and what single learners need."""

from collections.abc import Mapping

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, ExamId, QuestionId, UserId
from alp_app.models.classroom import Classroom
from alp_app.models.exams import (
    AttemptState,
    Chosen,
    Exam,
    ExamAccommodation,
    ExamAttempt,
    ExamSection,
    Feedback,
)
from alp_app.models.grading import GradeItem
from alp_app.services.classes.commands import in_zone
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.exams import events
from alp_app.services.exams.access import announce, is_taken, taught_exam, turn_of
from alp_app.services.exams.drawing import Banked, bank_of, chosen_for
from alp_app.services.exams.errors import (
    AlreadyTaken,
    NotComplete,
    QuestionHeld,
    QuestionNotUsable,
)
from alp_app.services.exams.inputs import AccommodationInput, ExamInput
from alp_app.services.gradebook.access import require_learner, taught_class
from alp_app.services.gradebook.commands import make_column, reshape_column
from alp_app.services.gradebook.inputs import ColumnInput
from alp_app.unit_of_work import UnitOfWork

COPIED = (
    "instructions", "minutes", "attempts", "counting", "is_shuffled",
    "is_one_at_a_time", "may_go_back", "feedback_when", "passing_percent",
)  # fmt: skip


async def create_exam(work: UnitOfWork, classroom_id: ClassroomId, *, inputs: ExamInput) -> ExamId:
    """Make a draft, which learners do not see. Its questions come from the bank of the class's course,
    which the actor must be allowed to edit. Raises ClassNotFound, ClassArchived, QuestionNotUsable,
    QuestionHeld or TitleTaken."""
    classroom = await taught_class(work, classroom_id, to_change=True)
    await _require_usable(work, classroom, inputs.sections)
    item = await make_column(work, classroom_id, _column(inputs))
    exam = Exam(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom_id,
        item_id=item.id,
        sections=inputs.sections,
        feedback=[],
        created_by=work.user_id,
    )
    _write(exam, item, inputs, classroom.time_zone)
    work.session.add(exam)
    await work.session.flush()
    work.record(events.EXAM_CREATED, exam.id)
    return exam.id


async def change_exam(work: UnitOfWork, exam_id: ExamId, *, inputs: ExamInput) -> None:
    """Other times hold for those who are taking it too. Raises AlreadyTaken when its questions would
    change under an attempt."""
    exam, item = await taught_exam(work, exam_id, to_change=True)
    await work.session.refresh(exam, with_for_update=True)
    classroom = await taught_class(work, exam.classroom_id, to_change=True)
    if inputs.sections != exam.sections:
        if await is_taken(work, exam_id):
            raise AlreadyTaken
        await _require_usable(work, classroom, inputs.sections)
        exam.sections = inputs.sections
    await reshape_column(work, item, _column(inputs))
    _write(exam, item, inputs, classroom.time_zone)
    await _set_clocks(work, exam)
    work.record(events.EXAM_CHANGED, exam_id)
    await announce(work, exam)


async def publish_exam(work: UnitOfWork, exam_id: ExamId) -> None:
    """Let learners see it. Raises NotComplete, QuestionHeld, or TooFewQuestions where the bank cannot
    fill a draw."""
    exam, _ = await taught_exam(work, exam_id, to_change=True)
    if not exam.sections:
        raise NotComplete("choose a question or a draw")
    classroom = await work.session.get_one(Classroom, exam.classroom_id)
    bank = await bank_of(work, classroom.course_id)
    _refuse_held(exam.sections, bank)
    chosen_for(exam, bank, seed=0)
    if exam.published_at is None:
        exam.published_at = clock.now()
        work.record(events.EXAM_PUBLISHED, exam_id)
        await announce(work, exam)


async def hide_exam(work: UnitOfWork, exam_id: ExamId) -> None:
    """Make it a draft again. Raises AlreadyTaken."""
    exam, _ = await taught_exam(work, exam_id, to_change=True)
    if await is_taken(work, exam_id):
        raise AlreadyTaken
    exam.published_at = None
    work.record(events.EXAM_CHANGED, exam_id, is_hidden=True)
    await announce(work, exam)


async def delete_exam(work: UnitOfWork, exam_id: ExamId) -> None:
    """With its column. Attempts are kept, out of sight."""
    exam, item = await taught_exam(work, exam_id, to_change=True)
    exam.deleted_at = item.deleted_at = clock.now()
    work.record(events.EXAM_DELETED, exam_id)
    await announce(work, exam)


async def restore_exam(work: UnitOfWork, exam_id: ExamId) -> None:
    """Take a deletion back."""
    exam, item = await taught_exam(work, exam_id, to_change=True, is_deleted=True)
    exam.deleted_at = item.deleted_at = None
    work.record(events.EXAM_CHANGED, exam_id, is_restored=True)
    await announce(work, exam)


async def set_accommodation(
    work: UnitOfWork,
    classroom_id: ClassroomId,
    user_id: UserId,
    *,
    accommodation: AccommodationInput,
) -> None:
    """For every test of the class, also for one that the learner is taking now."""
    classroom = await taught_class(work, classroom_id, to_change=True)
    await require_learner(work, classroom_id, user_id)
    row = await work.session.get(ExamAccommodation, (classroom_id, user_id)) or ExamAccommodation(
        classroom_id=classroom_id, user_id=user_id, organisation_id=classroom.organisation_id
    )
    row.extra_percent = accommodation.extra_percent
    row.break_minutes = accommodation.break_minutes
    row.extra_attempts = accommodation.extra_attempts
    work.session.add(row)
    await work.session.flush()
    statement = select(Exam).where(
        col(Exam.classroom_id) == classroom_id, col(Exam.deleted_at).is_(None)
    )
    for exam in (await work.session.scalars(statement)).all():
        await _set_clocks(work, exam, user_id)
    work.record(events.ACCOMMODATION_CHANGED, classroom_id, learner=str(user_id))
    work.notify("exam", course_id=classroom.course_id)


async def _set_clocks(work: UnitOfWork, exam: Exam, user_id: UserId | None = None) -> None:
    """Give those who are taking a test the deadline that they have by now."""
    statement = select(ExamAttempt).where(
        col(ExamAttempt.exam_id) == exam.id, col(ExamAttempt.state) == AttemptState.OPEN
    )
    if user_id is not None:
        statement = statement.where(col(ExamAttempt.user_id) == user_id)
    locked = statement.with_for_update().execution_options(populate_existing=True)
    for attempt in (await work.session.scalars(locked)).all():
        turn = await turn_of(work, exam, attempt.user_id)
        attempt.deadline_at = turn.allowance.deadline(
            attempt.started_at, break_seconds=attempt.break_seconds
        )


def _column(inputs: ExamInput) -> ColumnInput:
    return ColumnInput(
        title=inputs.title,
        points=inputs.most_points,
        category_id=inputs.category_id,
        is_extra=inputs.is_extra,
    )


def _write(exam: Exam, item: GradeItem, inputs: ExamInput, zone: str) -> None:
    exam.opens_at = in_zone(inputs.opens_at, zone)
    exam.closes_at = item.due_at = in_zone(inputs.closes_at, zone)
    for name in COPIED:
        setattr(exam, name, getattr(inputs, name))
    exam.feedback = [each for each in Feedback if each in inputs.feedback]


async def _require_usable(
    work: UnitOfWork, classroom: Classroom, sections: list[ExamSection]
) -> None:
    """Who makes a test sees the keys of its questions, so that they must be theirs to edit."""
    await course_for(work.session, work.actor, classroom.course_id, Purpose.EDIT)
    bank = await bank_of(work, classroom.course_id)
    chosen = _chosen(sections)
    if len(set(chosen)) < len(chosen) or any(
        each not in bank or bank[each].is_deleted for each in chosen
    ):
        raise QuestionNotUsable
    _refuse_held(sections, bank)


def _refuse_held(sections: list[ExamSection], bank: Mapping[QuestionId, Banked]) -> None:
    held = [each for each in _chosen(sections) if each in bank and bank[each].is_held]
    if held:
        raise QuestionHeld(len(held))


def _chosen(sections: list[ExamSection]) -> list[QuestionId]:
    return [
        part.question_id
        for section in sections
        for part in section.parts
        if isinstance(part, Chosen)
    ]
