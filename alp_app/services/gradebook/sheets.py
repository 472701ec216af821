"""A gradebook as a spreadsheet, out and back in.

A sheet has a line for each learner, named by the id in its first column, and a column for each of the
gradebook's, headed by its title. What comes back can change columns that are filled in by hand; it is
shown first (dry run), and done as a whole.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from uuid import UUID

from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, GradeItemId, read_id
from alp_app.kit.sheets import read_sheet, write_sheet
from alp_app.models.grading import GradeItem
from alp_app.services.gradebook import events
from alp_app.services.gradebook.access import announce, locked_entry, taught_class
from alp_app.services.gradebook.errors import SheetUnreadable
from alp_app.services.gradebook.figures import plain
from alp_app.services.gradebook.loading import Loaded, LoadedColumn, LoadedLearner, load
from alp_app.services.gradebook.queries import get_gradebook
from alp_app.services.gradebook.scheme import NOTHING
from alp_app.services.gradebook.views import SheetChange, SheetPlan, SheetProblem
from alp_app.unit_of_work import Reader, UnitOfWork

KEY, NAME = "learner", "name"
TAIL = ("percent", "letter")


@dataclass(frozen=True, slots=True)
class _Figure:
    line: int
    column: LoadedColumn
    learner: LoadedLearner | None
    said: str


async def write_gradebook(reader: Reader, classroom_id: ClassroomId) -> str:
    """As CSV: what counts in each column, or was filled in by hand; and the grade."""
    book = await get_gradebook(reader, classroom_id)
    by_hand = [column.assignment_id is None and column.exam_id is None for column in book.columns]
    return write_sheet(
        (KEY, NAME, *(column.title for column in book.columns), *TAIL),
        (
            (
                str(row.user_id),
                row.name,
                *(
                    cell.marked if is_by_hand else cell.shown
                    for cell, is_by_hand in zip(row.cells, by_hand, strict=True)
                ),
                row.percent,
                row.letter,
            )
            for row in book.rows
        ),
    )


async def plan_sheet(reader: Reader, classroom_id: ClassroomId, text: str) -> SheetPlan:
    """What a sheet would change. Raises ClassNotFound, ClassArchived or SheetUnreadable."""
    await taught_class(reader, classroom_id, to_change=True)
    return _plan(await load(reader, classroom_id), text)


async def import_sheet(work: UnitOfWork, classroom_id: ClassroomId, text: str) -> SheetPlan:
    """Do what `plan_sheet` says, all of it or nothing."""
    plan = await plan_sheet(work, classroom_id, text)
    now = clock.now()
    for change in sorted(plan.changes, key=lambda one: (one.item_id, one.user_id)):
        item = await work.session.get_one(GradeItem, change.item_id)
        entry = await locked_entry(work, item, change.user_id)
        entry.points = Decimal(change.after) if change.after else None
        entry.released_at = entry.released_at or now
    if plan.changes:
        work.record(events.SHEET_IMPORTED, classroom_id, figures=len(plan.changes))
        await announce(work, classroom_id)
    return plan


def _plan(loaded: Loaded, text: str) -> SheetPlan:
    changes: list[SheetChange] = []
    problems: list[SheetProblem] = []
    same = 0
    for figure in _read(loaded, text):
        item, learner = figure.column.item, figure.learner
        entry = loaded.of(learner.id).get(item.id, NOTHING) if learner else NOTHING
        before = "" if entry.points is None else plain(Fraction(entry.points))
        after, reason = _points(figure)
        if learner is None or reason:
            problems.append(
                SheetProblem(
                    line=figure.line, title=item.title, said=figure.said[:40], reason=reason
                )
            )
        elif after == before:
            same += 1
        else:
            changes.append(
                SheetChange(
                    user_id=learner.id,
                    name=learner.name,
                    item_id=GradeItemId(item.id),
                    title=item.title,
                    before=before,
                    after=after,
                )
            )
    return SheetPlan(changes=tuple(changes), problems=tuple(problems), same=same)


def _points(figure: _Figure) -> tuple[str, str]:
    """The points that are meant, and the reason why they cannot be."""
    if figure.learner is None:
        return "", "learner"
    if not figure.said:
        return "", ""
    try:
        points = Decimal(figure.said.replace(",", "."))
    except InvalidOperation:
        return "", "number"
    if not points.is_finite() or not 0 <= points <= figure.column.item.points:
        return "", "range"
    return plain(Fraction(round(points, 3))), ""


def _read(loaded: Loaded, text: str) -> list[_Figure]:
    """Every figure of a column that is filled in by hand. Assignments are graded where they are."""
    rows = read_sheet(text)
    if not rows or rows[0][:1] != [KEY]:
        raise SheetUnreadable
    head = rows[0]
    by_title = {
        column.item.title: column
        for column in loaded.columns
        if column.assignment_id is None and column.exam_id is None
    }
    learners: dict[UUID, LoadedLearner] = {learner.id: learner for learner in loaded.learners}
    return [
        _Figure(number, by_title[title], learners.get(read_id(row[0])), said)
        for number, row in enumerate(rows[1:], start=2)
        for title, said in zip(head, row, strict=False)
        if title in by_title
    ]
