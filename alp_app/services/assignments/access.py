"""The only way to an assignment and its work: as a teacher of its class, or as a learner of it."""

from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import AssignmentId, SubmissionFileId, SubmissionId
from alp_app.models.grading import (
    Assignment,
    GradeEntry,
    GradeItem,
    PeerReview,
    Submission,
    SubmissionFile,
    SubmissionState,
)
from alp_app.services.assignments.errors import (
    AssignmentNotFound,
    SubmissionNotFound,
    SubmittedFileNotFound,
)
from alp_app.services.classes.errors import ClassArchived, ClassNotFound
from alp_app.services.gradebook.access import locked_entry, my_class, taught_class
from alp_app.services.media.handed_in import SERVED, open_handed_in
from alp_app.services.media.views import ServedFile
from alp_app.unit_of_work import Reader, UnitOfWork


async def taught_assignment(
    reader: Reader, assignment_id: AssignmentId, *, to_change: bool, is_deleted: bool = False
) -> tuple[Assignment, GradeItem]:
    """Of a class that the actor teaches. Raises AssignmentNotFound, or ClassArchived when it is
    `to_change`."""
    assignment = await _find(reader, assignment_id, is_deleted=is_deleted)
    try:
        await taught_class(reader, assignment.classroom_id, to_change=to_change)
    except (ClassNotFound, Forbidden) as error:
        raise AssignmentNotFound from error
    return assignment, await reader.session.get_one(GradeItem, assignment.item_id)


async def my_assignment(
    reader: Reader, assignment_id: AssignmentId
) -> tuple[Assignment, GradeItem, GradeEntry | None]:
    """Published in a class that I learn in, with what I have in its column. Raises
    AssignmentNotFound."""
    assignment = await _find(reader, assignment_id)
    if assignment.published_at is None:
        raise AssignmentNotFound
    try:
        await my_class(reader, assignment.classroom_id)
    except ClassNotFound as error:
        raise AssignmentNotFound from error
    item = await reader.session.get_one(GradeItem, assignment.item_id)
    return assignment, item, await reader.session.get(GradeEntry, (item.id, reader.user_id))


async def my_turn(
    work: UnitOfWork, assignment_id: AssignmentId
) -> tuple[Assignment, GradeItem, GradeEntry]:
    """The same to change it: my entry is locked, so that whatever I do follows one after another.
    Raises AssignmentNotFound or ClassArchived."""
    assignment, item, _ = await my_assignment(work, assignment_id)
    classroom = await my_class(work, assignment.classroom_id)
    if classroom.archived_at is not None:
        raise ClassArchived
    return assignment, item, await locked_entry(work, item, work.user_id)


async def taught_submission(
    reader: Reader, submission_id: SubmissionId, *, to_change: bool
) -> tuple[Submission, Assignment, GradeItem]:
    """Raises SubmissionNotFound or ClassArchived."""
    submission = await reader.session.get(Submission, submission_id)
    if submission is None or submission.state is SubmissionState.DRAFT:
        raise SubmissionNotFound
    try:
        found = await taught_assignment(reader, submission.assignment_id, to_change=to_change)
    except AssignmentNotFound as error:
        raise SubmissionNotFound from error
    return submission, *found


async def file_to_open(reader: Reader, file_id: SubmissionFileId) -> ServedFile:
    """A file that was handed in, for whoever did, whoever reviews it, and the teachers of
    the class. Raises
    SubmittedFileNotFound, also while it must not be opened."""
    file = await reader.session.get(SubmissionFile, file_id)
    if file is None or file.scan not in SERVED:
        raise SubmittedFileNotFound
    submission = await reader.session.get_one(Submission, file.submission_id)
    if submission.user_id != reader.user_id and not await _reviews(reader, submission):
        try:
            await taught_submission(reader, submission.id, to_change=False)
        except SubmissionNotFound as error:
            raise SubmittedFileNotFound from error
    return await open_handed_in(reader, file.asset_id)


async def _reviews(reader: Reader, submission: Submission) -> bool:
    """Whether the actor was given this work of another learner to review."""
    mine = select(col(PeerReview.id)).where(
        col(PeerReview.submission_id) == submission.id,
        col(PeerReview.reviewer_id) == reader.user_id,
    )
    return (await reader.session.scalars(mine)).first() is not None


async def _find(
    reader: Reader, assignment_id: AssignmentId, *, is_deleted: bool = False
) -> Assignment:
    assignment = await reader.session.get(Assignment, assignment_id)
    if assignment is None or (assignment.deleted_at is not None) is not is_deleted:
        raise AssignmentNotFound
    return assignment
