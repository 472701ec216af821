"""Marking a second time, blind; comparing the two marks, and agreeing on one."""

from collections.abc import Mapping

from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import AssignmentId, SubmissionId, UserId
from alp_app.models.account import User
from alp_app.models.grading import SecondMark, SubmissionState
from alp_app.services.assignments import events
from alp_app.services.assignments.access import taught_assignment, taught_submission
from alp_app.services.assignments.commands import criteria_of
from alp_app.services.assignments.errors import NotChosen, NotCompared
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.marking import points_of, write_mark
from alp_app.services.assignments.pairs import Pair, load_pairs
from alp_app.services.assignments.queries import get_grading, mark_view, points_view
from alp_app.services.assignments.views import (
    GradingView,
    MarkView,
    ModerationRow,
    ModerationView,
    WorkRow,
)
from alp_app.services.gradebook.access import announce, locked_entry
from alp_app.unit_of_work import Reader, UnitOfWork


async def get_second_marking(reader: Reader, assignment_id: AssignmentId) -> GradingView:
    """The work that I can mark a second time, with my own marks and nobody else's."""
    assignment, _ = await taught_assignment(reader, assignment_id, to_change=False)
    pairs = await load_pairs(reader, assignment)
    mine = {id_: pair for id_, pair in pairs.items() if pair.may_be_second(reader.user_id)}
    grading = await get_grading(reader, assignment_id)
    return grading.model_copy(
        update={
            "work": tuple(
                _as_second(row, mine[row.submission.id])
                for row in grading.work
                if row.submission is not None and row.submission.id in mine
            ),
            "to_release": 0,
        }
    )


async def save_second_mark(
    work: UnitOfWork, submission_id: SubmissionId, *, inputs: MarkInput
) -> MarkView:
    """Say what I find, without knowing what the first teacher found.

    Raises NotChosen, SameGrader, MarkedBySomebody, MarksCompared, LevelUnknown or PointsOutOfRange.
    """
    submission, assignment, item = await taught_submission(work, submission_id, to_change=True)
    await locked_entry(work, item, submission.user_id)
    pair = (await load_pairs(work, assignment)).get(submission_id)
    if pair is None:
        raise NotChosen
    pair.require_second(work.user_id)
    mark = pair.second or SecondMark(
        submission_id=submission_id, organisation_id=submission.organisation_id
    )
    mark.points = points_of(item, await criteria_of(work, assignment.id), inputs)
    mark.grader_id, mark.saved_at = work.user_id, clock.now()
    mark.criteria = {str(criterion): said for criterion, said in inputs.criteria.items()}
    mark.comment = inputs.comment
    work.session.add(mark)
    work.record(events.SECOND_MARK_SAVED, submission_id)
    await announce(work, assignment.classroom_id)
    return mark_view(mark)


async def get_moderation(reader: Reader, assignment_id: AssignmentId) -> ModerationView:
    """How far the work is that is marked twice; the marks themselves once they were compared."""
    assignment, _ = await taught_assignment(reader, assignment_id, to_change=False)
    pairs = await load_pairs(reader, assignment)
    names = await _names(reader, pairs)
    grading = await get_grading(reader, assignment_id)
    return ModerationView(
        assignment=grading.assignment,
        work=tuple(
            _row(row, pairs[row.submission.id], names)
            for row in grading.work
            if row.submission is not None and row.submission.id in pairs
        ),
        to_compare=sum(pair.is_complete and not pair.is_compared for pair in pairs.values()),
    )


async def compare_marks(work: UnitOfWork, assignment_id: AssignmentId) -> None:
    """Show both marks wherever both are in. Where they are alike, they are agreed."""
    assignment, _ = await taught_assignment(work, assignment_id, to_change=True)
    await work.session.refresh(assignment, with_for_update=True)
    now = clock.now()
    count = 0
    for pair in (await load_pairs(work, assignment)).values():
        if not pair.is_complete or pair.is_compared or not pair.first or not pair.second:
            continue
        pair.second.compared_at, pair.second.first_points = now, pair.first.points
        if pair.is_alike:
            pair.second.settled_at = now
        count += 1
    work.record(events.MARKS_COMPARED, assignment_id, count=count)
    await announce(work, assignment.classroom_id)


async def settle_mark(
    work: UnitOfWork, submission_id: SubmissionId, *, inputs: MarkInput
) -> MarkView:
    """Decide on the mark that stands. Raises NotChosen, NotCompared, LevelUnknown or PointsOutOfRange."""
    submission, assignment, item = await taught_submission(work, submission_id, to_change=True)
    entry = await locked_entry(work, item, submission.user_id)
    pair = (await load_pairs(work, assignment)).get(submission_id)
    if pair is None:
        raise NotChosen
    if pair.second is None or not pair.is_compared:
        raise NotCompared
    mark = await write_mark(work, submission, item, entry, inputs)
    pair.second.settled_by, pair.second.settled_at = work.user_id, clock.now()
    work.record(
        events.MARK_SETTLED,
        submission_id,
        first=points_view(pair.second.first_points),
        second=points_view(pair.second.points),
        agreed=mark.points,
    )
    is_seen = submission.state is SubmissionState.RELEASED
    await announce(work, assignment.classroom_id, learner=submission.user_id if is_seen else None)
    return mark


def _as_second(row: WorkRow, pair: Pair) -> WorkRow:
    mark = pair.second
    is_marked = mark is not None and mark.points is not None
    shown = row.submission and row.submission.model_copy(
        update={
            "mark": mark_view(mark) if mark else None,
            "state": SubmissionState.GRADED if is_marked else SubmissionState.SUBMITTED,
        }
    )
    return row.model_copy(update={"submission": shown, "is_released": False, "held": ""})


def _row(row: WorkRow, pair: Pair, names: Mapping[UserId, str]) -> ModerationRow:
    first, second = pair.first, pair.second
    is_open = pair.is_compared
    return ModerationRow(
        number=row.number,
        name=row.name,
        submission_id=pair.submission.id,
        state=_state(pair),
        has_first=first is not None and first.points is not None,
        has_second=second is not None and second.points is not None,
        first_grader=_name(names, first.grader_id if first and not is_open else None),
        second_grader=_name(names, second.grader_id if second else None),
        first_points=points_view(second.first_points) if second else "",
        second=mark_view(second) if second and is_open else None,
        mark=mark_view(first) if first and is_open else None,
        settled_by=_name(names, second.settled_by if second else None),
        settled_at=second.settled_at if second else None,
    )


def _state(pair: Pair) -> str:
    if pair.is_settled:
        return "settled"
    if pair.is_compared:
        return "differs"
    return "to_compare" if pair.is_complete else "to_mark"


def _name(names: Mapping[UserId, str], user_id: UserId | None) -> str:
    return names.get(user_id, "") if user_id else ""


async def _names(reader: Reader, pairs: Mapping[SubmissionId, Pair]) -> dict[UserId, str]:
    people = {
        person
        for pair in pairs.values()
        for person in (
            pair.first and pair.first.grader_id,
            pair.second and pair.second.grader_id,
            pair.second and pair.second.settled_by,
        )
        if person
    }
    statement = select(col(User.id), col(User.display_name)).where(col(User.id).in_(people))
    return {UserId(row[0]): row[1] for row in await reader.session.execute(statement)}
