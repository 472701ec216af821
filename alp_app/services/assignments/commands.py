"""What teachers do to an assignment itself: make, change, publish, delete."""

from sqlalchemy import delete
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, ClassroomId, LessonId
from alp_app.models.classroom import Classroom
from alp_app.models.course import Lesson
from alp_app.models.grading import Assignment, Criterion, GradeItem, Submission, SubmissionState
from alp_app.services.assignments import events
from alp_app.services.assignments.access import taught_assignment
from alp_app.services.assignments.errors import NotComplete, WorkHandedIn
from alp_app.services.assignments.inputs import AssignmentInput, CriterionInput
from alp_app.services.classes.errors import NotInCourse
from alp_app.services.gradebook.access import announce, taught_class
from alp_app.services.gradebook.commands import make_column, reshape_column
from alp_app.services.gradebook.inputs import ColumnInput
from alp_app.unit_of_work import Reader, UnitOfWork


async def create_assignment(
    work: UnitOfWork, classroom_id: ClassroomId, *, inputs: AssignmentInput
) -> AssignmentId:
    """Make a draft, which learners do not see. Raises ClassNotFound, ClassArchived or TitleTaken."""
    classroom = await taught_class(work, classroom_id, to_change=True)
    item = await make_column(work, classroom_id, _column(inputs))
    assignment = Assignment(
        organisation_id=classroom.organisation_id,
        classroom_id=classroom_id,
        item_id=item.id,
        form=inputs.form,
        created_by=work.user_id,
    )
    work.session.add(assignment)
    await work.session.flush()
    work.record(events.ASSIGNMENT_CREATED, assignment.id)
    await _write(work, assignment, item, inputs)
    await _write_criteria(work, assignment, inputs.criteria)
    await _announce(work, assignment)
    return assignment.id


async def change_assignment(
    work: UnitOfWork, assignment_id: AssignmentId, *, inputs: AssignmentInput
) -> None:
    """Raises WorkHandedIn when points or criteria would change under work that is in."""
    assignment, item = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    if not await _is_marked_alike(work, assignment, item, inputs):
        if await has_work(work, assignment_id):
            raise WorkHandedIn
        await _write_criteria(work, assignment, inputs.criteria)
    await reshape_column(work, item, _column(inputs))
    await _write(work, assignment, item, inputs)
    work.record(events.ASSIGNMENT_CHANGED, assignment_id)
    await _announce(work, assignment)


async def publish_assignment(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Let learners see it. Raises NotComplete for one without instructions."""
    assignment, _ = await taught_assignment(work, assignment_id, to_change=True)
    if not assignment.instructions.strip():
        raise NotComplete("say what is to be done")
    if assignment.published_at is None:
        assignment.published_at = clock.now()
        work.record(events.ASSIGNMENT_PUBLISHED, assignment_id)
        await _announce(work, assignment)


async def hide_assignment(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Make it a draft again. Raises WorkHandedIn."""
    assignment, _ = await taught_assignment(work, assignment_id, to_change=True)
    if await has_work(work, assignment_id):
        raise WorkHandedIn
    assignment.published_at = None
    work.record(events.ASSIGNMENT_CHANGED, assignment_id, is_hidden=True)
    await _announce(work, assignment)


async def delete_assignment(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """With its column. What was handed in is kept, out of sight."""
    assignment, item = await taught_assignment(work, assignment_id, to_change=True)
    assignment.deleted_at = item.deleted_at = clock.now()
    work.record(events.ASSIGNMENT_DELETED, assignment_id)
    await _announce(work, assignment)


async def restore_assignment(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Take a deletion back."""
    assignment, item = await taught_assignment(work, assignment_id, to_change=True, is_deleted=True)
    assignment.deleted_at = item.deleted_at = None
    work.record(events.ASSIGNMENT_CHANGED, assignment_id, is_restored=True)
    await _announce(work, assignment)


async def has_work(reader: Reader, assignment_id: AssignmentId) -> bool:
    statement = select(col(Submission.id)).where(
        col(Submission.assignment_id) == assignment_id,
        col(Submission.state) != SubmissionState.DRAFT,
    )
    return (await reader.session.scalars(statement.limit(1))).first() is not None


async def criteria_of(reader: Reader, assignment_id: AssignmentId) -> list[Criterion]:
    statement = (
        select(Criterion)
        .where(col(Criterion.assignment_id) == assignment_id)
        .order_by(col(Criterion.position))
    )
    return list((await reader.session.scalars(statement)).all())


async def _announce(work: UnitOfWork, assignment: Assignment) -> None:
    """To the whole class: what learners see of it may have changed."""
    await announce(work, assignment.classroom_id)
    classroom = await work.session.get_one(Classroom, assignment.classroom_id)
    work.notify("learning", course_id=classroom.course_id)


def _column(inputs: AssignmentInput) -> ColumnInput:
    return ColumnInput(
        title=inputs.title,
        points=inputs.most_points,
        category_id=inputs.category_id,
        is_extra=inputs.is_extra,
    )


async def _write(
    work: UnitOfWork, assignment: Assignment, item: GradeItem, inputs: AssignmentInput
) -> None:
    if inputs.lesson_id is not None and inputs.lesson_id != assignment.lesson_id:
        await _require_lesson(work, assignment, inputs.lesson_id)
    item.due_at = inputs.due_at
    item.late_percent = inputs.late.percent_a_day
    item.late_most_percent = inputs.late.most_percent
    item.late_grace_minutes = inputs.late.grace_minutes
    for name in (
        "instructions", "lesson_id", "opens_at", "closes_at", "attempts", "allows_text",
        "allows_files", "files_most", "file_megabytes_most", "form", "is_anonymous", "second_marks",
        "second_percent", "reviews_each", "reviews_due_at", "reviews_count", "calibration",
    ):  # fmt: skip
        setattr(assignment, name, getattr(inputs, name))


async def _require_lesson(work: UnitOfWork, assignment: Assignment, lesson_id: LessonId) -> None:
    classroom = await taught_class(work, assignment.classroom_id, to_change=True)
    lesson = await work.session.get(Lesson, lesson_id)
    if lesson is None or lesson.course_id != classroom.course_id:
        raise NotInCourse


async def _write_criteria(
    work: UnitOfWork, assignment: Assignment, criteria: list[CriterionInput]
) -> None:
    await work.session.execute(
        delete(Criterion).where(col(Criterion.assignment_id) == assignment.id)
    )
    work.session.add_all(
        Criterion(
            organisation_id=assignment.organisation_id,
            assignment_id=assignment.id,
            position=position,
            title=each.title,
            description=each.description,
            levels=each.levels,
        )
        for position, each in enumerate(criteria)
    )
    await work.session.flush()


async def _is_marked_alike(
    work: UnitOfWork, assignment: Assignment, item: GradeItem, inputs: AssignmentInput
) -> bool:
    present = [
        CriterionInput(title=each.title, description=each.description, levels=each.levels)
        for each in await criteria_of(work, assignment.id)
    ]
    return (
        assignment.form is inputs.form
        and item.points == inputs.most_points
        and present == inputs.criteria
    )
