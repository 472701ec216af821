"""What a learner does with an assignment: write, and hand in.

Everything runs under the lock of the learner's entry in the gradebook, so that however many requests
come at once, one attempt is handed in once.
"""

import hashlib
from datetime import datetime

import orjson
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId
from alp_app.models.asset import Rendition
from alp_app.models.grading import (
    Assignment,
    GradeEntry,
    Submission,
    SubmissionFile,
    SubmissionState,
)
from alp_app.services.assignments import events
from alp_app.services.assignments.access import my_turn
from alp_app.services.assignments.errors import (
    AttemptsUsed,
    Closed,
    DraftElsewhere,
    NothingToSubmit,
    NotOpenYet,
)
from alp_app.services.assignments.inputs import DraftInput
from alp_app.services.assignments.views import DraftSaved, Receipt
from alp_app.services.gradebook.access import announce
from alp_app.unit_of_work import Reader, UnitOfWork


async def save_draft(
    work: UnitOfWork, assignment_id: AssignmentId, *, draft: DraftInput
) -> DraftSaved:
    """Keep what I have written so far, to hand it in later.

    Raises NotOpenYet, Closed, AttemptsUsed, or DraftElsewhere for an attempt that is not the next one.
    """
    assignment, _, entry = await my_turn(work, assignment_id)
    kept = await open_draft(work, assignment, entry)
    if kept.attempt != draft.attempt:
        raise DraftElsewhere
    kept.text = draft.text if assignment.allows_text else ""
    kept.reflections = {str(criterion): said for criterion, said in draft.reflections.items()}
    kept.saved_at = clock.now()
    return DraftSaved(submission_id=kept.id, attempt=kept.attempt, saved_at=kept.saved_at)


async def submit(work: UnitOfWork, assignment_id: AssignmentId, *, attempt: int) -> Receipt:
    """Hand in my draft of this attempt. Doing so again returns the same receipt.

    Raises NothingToSubmit, NotOpenYet, Closed, AttemptsUsed or DraftElsewhere.
    """
    assignment, _, entry = await my_turn(work, assignment_id)
    made = await _attempts(work, assignment_id)
    before = next((one for one in made if one.attempt == attempt), None)
    if before is not None and before.submitted_at is not None:
        return _receipt(before, before.submitted_at)
    draft = await open_draft(work, assignment, entry)
    if draft.attempt != attempt:
        raise DraftElsewhere
    files = await _hashes(work, draft)
    if not (
        draft.text.strip() or files or any(said.strip() for said in draft.reflections.values())
    ):
        raise NothingToSubmit
    at = clock.now()
    draft.state = SubmissionState.SUBMITTED
    draft.submitted_at = at
    draft.receipt = receipt_of(draft, files, at)
    # The latest attempt is the one that counts: until it is marked, nothing does.
    entry.submitted_at, entry.points, entry.released_at = at, None, None
    work.record(events.WORK_SUBMITTED, draft.id, attempt=attempt)
    await announce(work, assignment.classroom_id, learner=work.user_id)
    return _receipt(draft, at)


async def open_draft(work: UnitOfWork, assignment: Assignment, entry: GradeEntry) -> Submission:
    """My draft, begun when there is none. The entry must be locked."""
    require_open(assignment, entry, clock.now())
    made = await _attempts(work, assignment.id)
    if made and made[-1].state is SubmissionState.DRAFT:
        return made[-1]
    if len(made) >= assignment.attempts + entry.extra_attempts:
        raise AttemptsUsed(len(made))
    draft = Submission(
        organisation_id=assignment.organisation_id,
        assignment_id=assignment.id,
        user_id=work.user_id,
        attempt=len(made) + 1,
    )
    work.session.add(draft)
    await work.session.flush()
    return draft


def require_open(assignment: Assignment, entry: GradeEntry | None, now: datetime) -> None:
    """Raises NotOpenYet or Closed. More time than the class has is this learner's own."""
    if assignment.opens_at is not None and now < assignment.opens_at:
        raise NotOpenYet(assignment.opens_at.isoformat())
    closes_at = closing_time(assignment, entry)
    if closes_at is not None and now >= closes_at:
        raise Closed


def closing_time(assignment: Assignment, entry: GradeEntry | None) -> datetime | None:
    """For one learner: their own, and never before their own due time."""
    if assignment.closes_at is None:
        return None
    own = [entry.closes_at, entry.due_at] if entry else []
    return max([assignment.closes_at, *(at for at in own if at is not None)])


def receipt_of(submission: Submission, files: list[str], at: datetime) -> str:
    """SHA-256 over what was handed in, by whom, as which attempt and when."""
    content = {
        "assignment": submission.assignment_id,
        "attempt": submission.attempt,
        "files": sorted(files),
        "learner": submission.user_id,
        "reflections": submission.reflections,
        "submitted_at": at.isoformat(),
        "text": submission.text,
    }
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def _attempts(reader: Reader, assignment_id: AssignmentId) -> list[Submission]:
    """Mine, as they stand now that the lock is held."""
    statement = (
        select(Submission)
        .where(
            col(Submission.assignment_id) == assignment_id,
            col(Submission.user_id) == reader.user_id,
        )
        .order_by(col(Submission.attempt))
        .execution_options(populate_existing=True)
    )
    return list((await reader.session.scalars(statement)).all())


async def _hashes(reader: Reader, submission: Submission) -> list[str]:
    statement = (
        select(col(Rendition.sha256))
        .join(SubmissionFile, col(SubmissionFile.asset_id) == col(Rendition.asset_id))
        .where(
            col(SubmissionFile.submission_id) == submission.id, col(Rendition.name) == "original"
        )
    )
    return list((await reader.session.scalars(statement)).all())


def _receipt(submission: Submission, at: datetime) -> Receipt:
    return Receipt(
        submission_id=submission.id,
        attempt=submission.attempt,
        submitted_at=at,
        receipt=submission.receipt,
    )
