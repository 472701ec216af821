"""What teachers do with what was handed in: mark it, and let the marks be seen when they are ready."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, CriterionId, SnippetId, SubmissionId
from alp_app.models.grading import (
    CommentSnippet,
    Criterion,
    CriterionMark,
    GradeEntry,
    GradeItem,
    GradeMark,
    Submission,
    SubmissionState,
)
from alp_app.services.assignments import events
from alp_app.services.assignments.access import taught_assignment, taught_submission
from alp_app.services.assignments.commands import criteria_of
from alp_app.services.assignments.errors import (
    LevelUnknown,
    NotAgreed,
    NothingToRelease,
    SnippetNotFound,
)
from alp_app.services.assignments.inputs import MarkInput, SnippetInput
from alp_app.services.assignments.pairs import load_pairs
from alp_app.services.assignments.queries import mark_view
from alp_app.services.assignments.views import MarkView, Released, SnippetView
from alp_app.services.gradebook.access import announce, locked_entry
from alp_app.services.gradebook.commands import check_points
from alp_app.unit_of_work import Reader, UnitOfWork


async def save_mark(
    work: UnitOfWork, submission_id: SubmissionId, *, inputs: MarkInput
) -> MarkView:
    """Replace what was said of a submission. Learners see it once it is released.

    Raises SubmissionNotFound, LevelUnknown or PointsOutOfRange; of work that is marked twice also
    SameGrader, MarkedBySomebody or MarksCompared.
    """
    submission, assignment, item = await taught_submission(work, submission_id, to_change=True)
    entry = await locked_entry(work, item, submission.user_id)
    pair = (await load_pairs(work, assignment)).get(submission_id)
    if pair is not None:
        pair.require_first(work.user_id)
    mark = await write_mark(work, submission, item, entry, inputs)
    work.record(events.MARK_SAVED, submission_id)
    is_seen = submission.state is SubmissionState.RELEASED
    await announce(work, assignment.classroom_id, learner=submission.user_id if is_seen else None)
    return mark


async def write_mark(
    work: UnitOfWork,
    submission: Submission,
    item: GradeItem,
    entry: GradeEntry,
    inputs: MarkInput,
) -> MarkView:
    """Put a mark where it counts. The entry must be locked."""
    await work.session.refresh(submission)
    points = points_of(item, await criteria_of(work, submission.assignment_id), inputs)
    mark = await work.session.get(GradeMark, submission.id) or GradeMark(
        submission_id=submission.id, organisation_id=submission.organisation_id
    )
    mark.grader_id, mark.saved_at = work.user_id, clock.now()
    mark.criteria = {str(criterion): said for criterion, said in inputs.criteria.items()}
    mark.points, mark.comment = points, inputs.comment
    work.session.add(mark)
    await count_mark(work, submission, entry, points)
    return mark_view(mark)


async def count_mark(
    work: UnitOfWork, submission: Submission, entry: GradeEntry, points: Decimal | None
) -> None:
    """Bring the points of a mark into the gradebook. The entry must be locked."""
    if await _is_latest(work, submission):
        entry.points = points
    if submission.state is not SubmissionState.RELEASED:
        is_marked = points is not None
        submission.state = SubmissionState.GRADED if is_marked else SubmissionState.SUBMITTED


def points_of(item: GradeItem, criteria: Sequence[Criterion], inputs: MarkInput) -> Decimal | None:
    """None until everything that makes them up is there. Raises LevelUnknown or PointsOutOfRange."""
    points = add_up(criteria, inputs.criteria) if criteria else inputs.points
    if points is not None:
        check_points(item, points)
    return points


def add_up(
    criteria: Sequence[Criterion], marks: Mapping[CriterionId, CriterionMark]
) -> Decimal | None:
    """The points of the chosen levels; None while a criterion has none. Raises LevelUnknown."""
    by_id = {criterion.id: criterion for criterion in criteria}
    total = Decimal(0)
    chosen = 0
    for criterion_id, mark in marks.items():
        criterion = by_id.get(criterion_id)
        if criterion is None or (mark.level is not None and mark.level >= len(criterion.levels)):
            raise LevelUnknown
        if mark.level is not None:
            total += criterion.levels[mark.level].points
            chosen += 1
    return total if chosen == len(criteria) else None


async def release_grades(work: UnitOfWork, assignment_id: AssignmentId) -> Released:
    """Let every learner whose work is marked see the mark.

    Raises NothingToRelease, or NotAgreed when all that is marked waits for a second mark.
    """
    assignment, item = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    graded = (
        select(Submission)
        .where(
            col(Submission.assignment_id) == assignment_id,
            col(Submission.state) == SubmissionState.GRADED,
        )
        .order_by(col(Submission.user_id), col(Submission.attempt))
    )
    marked = list((await work.session.scalars(graded)).all())
    pairs = await load_pairs(work, assignment)
    waiting = [one for one in marked if one.id not in pairs or pairs[one.id].is_settled]
    if not waiting:
        raise NotAgreed(len(marked)) if marked else NothingToRelease
    now = clock.now()
    for submission in waiting:
        submission.state = SubmissionState.RELEASED
        entry = await work.session.get_one(
            GradeEntry, (item.id, submission.user_id), with_for_update=True, populate_existing=True
        )
        if entry.points is not None:
            entry.released_at = entry.released_at or now
        work.notify("learning", user_id=submission.user_id)
    work.record(events.GRADES_RELEASED, assignment_id, count=len(waiting))
    await announce(work, assignment.classroom_id)
    return Released(count=len(waiting))


async def add_snippet(work: UnitOfWork, *, snippet: SnippetInput) -> SnippetView:
    """Keep a comment in my bank."""
    made = CommentSnippet(
        organisation_id=work.organisation_id, user_id=work.user_id, text=snippet.text
    )
    work.session.add(made)
    await work.session.flush()
    return SnippetView(id=made.id, text=made.text)


async def delete_snippet(work: UnitOfWork, snippet_id: SnippetId) -> None:
    """Raises SnippetNotFound."""
    snippet = await work.session.get(CommentSnippet, snippet_id)
    if snippet is None or snippet.user_id != work.user_id:
        raise SnippetNotFound
    await work.session.delete(snippet)


async def list_snippets(reader: Reader) -> list[SnippetView]:
    """My bank, the newest first."""
    statement = (
        select(CommentSnippet)
        .where(col(CommentSnippet.user_id) == reader.user_id)
        .order_by(col(CommentSnippet.id).desc())
    )
    return [
        SnippetView(id=row.id, text=row.text) for row in await reader.session.scalars(statement)
    ]


async def _is_latest(work: UnitOfWork, submission: Submission) -> bool:
    later = select(col(Submission.id)).where(
        col(Submission.assignment_id) == submission.assignment_id,
        col(Submission.user_id) == submission.user_id,
        col(Submission.attempt) > submission.attempt,
        col(Submission.state) != SubmissionState.DRAFT,
    )
    return (await work.session.scalars(later)).first() is None
