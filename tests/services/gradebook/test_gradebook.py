"""A class's gradebook: cells set by hand, sheets out and in, and a learner's own row."""

import asyncio
from datetime import timedelta

import pytest

from alp_app.kit import clock
from alp_app.kit.sheets import read_sheet
from alp_app.models.grading import GradeItem, Missing
from alp_app.services.classes.errors import ClassNotFound, MemberNotFound
from alp_app.services.classes.members import remove_member, rename_member
from alp_app.services.gradebook import commands, errors, inputs
from alp_app.services.gradebook.queries import get_gradebook, get_my_grades
from alp_app.services.gradebook.rules import CellState
from alp_app.services.gradebook.sheets import import_sheet, plan_sheet, write_gradebook
from tests.services.classes.conftest import room
from tests.support.world import act, ask

__all__ = ["room"]


class Book:
    """A class of two with two columns that are filled in by hand."""

    def __init__(self, room, ana, ben):
        self.room, self.ana, self.ben = room, ana, ben
        self.columns = {}

    async def do(self, command, *args, **more):
        return await act(self.room.product, self.room.teacher, command, *args, **more)

    async def add(self, title, points, **more):
        column = inputs.ColumnInput(title=title, points=points, **more)
        self.columns[title] = await self.do(commands.add_column, self.room.id, column=column)

    async def set(self, title, actor, **change):
        entry = inputs.EntryInput(**change)
        await self.do(commands.change_entry, self.columns[title], actor.user_id, change=entry)

    async def row(self, actor):
        book = await ask(self.room.product, self.room.teacher, get_gradebook, self.room.id)
        return next(row for row in book.rows if row.user_id == actor.user_id)

    async def mine(self, actor, **more):
        return await ask(self.room.product, actor, get_my_grades, self.room.id, **more)


@pytest.fixture
async def book(room):
    made = Book(room, await room.pupil("Ana"), await room.pupil("Ben"))
    await made.add("Workshop", 10)
    await made.add("Oral", 20)
    return made


async def test_marks_by_hand_add_up_to_a_grade(book):
    await book.set("Workshop", book.ana, points=7)
    await book.set("Oral", book.ana, points=17)
    row = await book.row(book.ana)
    assert row.percent == "80.0"
    assert row.why.formula == "(30 × 80 %) ÷ (30) = 80 %"
    assert (await book.row(book.ben)).percent == ""
    mine = await book.mine(book.ana)
    assert mine.grade.percent == "80.0"


async def test_a_figure_stands_instead_of_the_mark_for_a_reason_until_it_is_taken_back(book):
    await book.set("Workshop", book.ana, points=3)
    with pytest.raises(errors.ReasonNeeded):
        await book.set("Workshop", book.ana, override=9)
    await book.set("Workshop", book.ana, override=9, reason="Shown at the engine")
    cell = (await book.mine(book.ana)).grade.cells[0]
    assert (cell.shown, cell.marked, cell.override_reason) == ("9", "3", "Shown at the engine")
    await book.set("Workshop", book.ana, clears_override=True)
    assert (await book.row(book.ana)).cells[0].shown == "3"


async def test_points_stay_within_the_column(book):
    with pytest.raises(errors.PointsOutOfRange):
        await book.set("Workshop", book.ana, points=11)


async def test_nobody_outside_the_class_gets_a_mark(book):
    with pytest.raises(MemberNotFound):
        await book.set("Workshop", book.room.colleague.actor, points=1)
    with pytest.raises(ClassNotFound):
        await ask(book.room.product, book.room.colleague.actor, get_gradebook, book.room.id)
    with pytest.raises(ClassNotFound):
        await book.mine(book.room.teacher)


async def test_what_if_counts_and_changes_nothing(book):
    await book.set("Workshop", book.ana, points=5)
    supposed = [inputs.Supposed(item_id=book.columns["Oral"], points=20)]
    assert (await book.mine(book.ana, supposed=supposed)).grade.percent == "83.3"
    assert (await book.mine(book.ana)).grade.percent == "50.0"


async def test_a_hidden_column_is_hidden_with_all_that_is_in_it(book):
    await book.add("Secret", 10, is_hidden=True)
    await book.set("Secret", book.ana, points=0)
    await book.set("Workshop", book.ana, points=10)
    mine = await book.mine(book.ana)
    assert [column.title for column in mine.columns] == ["Workshop", "Oral"]
    assert mine.grade.percent == "100.0"
    assert (await book.row(book.ana)).percent == "50.0"


async def test_categories_weigh_and_drop(book):
    room = book.room
    category = inputs.CategoryInput(title="Tests", weight=60, drop_lowest=1)
    tests = await book.do(commands.add_category, room.id, category=category)
    first = (await ask(room.product, room.teacher, get_gradebook, room.id)).categories[0].id
    weighed = inputs.CategoryInput(title="Practice", weight=40)
    await book.do(commands.change_category, room.id, first, category=weighed)
    for title, points in (("T1", 2), ("T2", 9)):
        await book.add(title, 10, category_id=tests)
        await book.set(title, book.ana, points=points)
    await book.set("Workshop", book.ana, points=5)
    row = await book.row(book.ana)
    assert row.percent == "74.0"
    assert [cell.is_dropped for cell in row.cells] == [False, False, True, False]
    with pytest.raises(errors.CategoryInUse):
        await book.do(commands.delete_category, room.id, tests)


async def test_a_sheet_that_comes_back_unchanged_changes_nothing(book):
    await book.set("Workshop", book.ana, points=7)
    await book.set("Oral", book.ben, points=0)
    text = await ask(book.room.product, book.room.teacher, write_gradebook, book.room.id)
    plan = await ask(book.room.product, book.room.teacher, plan_sheet, book.room.id, text)
    assert (plan.changes, plan.problems, plan.same) == ((), (), 4)


async def test_a_sheet_is_shown_first_and_done_as_a_whole(book):
    text = await ask(book.room.product, book.room.teacher, write_gradebook, book.room.id)
    head, *rows = read_sheet(text)
    place = {title: at for at, title in enumerate(head)}
    rows[0][place["Workshop"]] = "6,5"
    rows[0][place["Oral"]] = "21"
    rows[1][place["Oral"]] = "good"
    sheet = "\n".join(";".join(row) for row in [head, *rows, ["nobody", "", "3", "3", "", ""]])
    plan = await ask(book.room.product, book.room.teacher, plan_sheet, book.room.id, sheet)
    assert [(one.name, one.title, one.before, one.after) for one in plan.changes] == [
        ("Ana", "Workshop", "", "6.5")
    ]
    assert [(one.line, one.reason) for one in plan.problems] == [
        (2, "range"), (3, "number"), (4, "learner"), (4, "learner"),
    ]  # fmt: skip
    assert (await book.row(book.ana)).cells[0].state is CellState.OPEN
    await book.do(import_sheet, book.room.id, sheet)
    assert (await book.row(book.ana)).cells[0].shown == "6.5"


async def test_another_table_is_not_taken_for_a_gradebook(book):
    with pytest.raises(errors.SheetUnreadable):
        await book.do(import_sheet, book.room.id, "name,points\nAna,5")


async def test_what_is_kept_of_a_gradebook_is_never_older_than_its_rows(book):
    room = book.room
    workshop = book.columns["Workshop"]
    hidden = inputs.ColumnInput(title="Workshop", points=10, is_hidden=True)
    rules = inputs.RulesInput(missing=Missing.ZERO, decimals=2)
    category = inputs.CategoryInput(title="Tests", weight=60, drop_lowest=1)
    changes = [
        lambda: book.set("Workshop", book.ana, points=7),
        lambda: book.set("Workshop", book.ana, points=8),
        lambda: book.set("Oral", book.ben, is_excused=True),
        lambda: book.do(commands.set_rules, room.id, rules=rules),
        lambda: book.do(commands.add_category, room.id, category=category),
        lambda: book.add("Late", 5),
        lambda: book.do(commands.change_column, workshop, column=hidden),
        lambda: book.do(commands.delete_column, book.columns["Late"]),
        lambda: book.do(rename_member, room.id, book.ana.user_id, name="Anna"),
        lambda: book.do(remove_member, room.id, book.ben.user_id),
    ]
    for change in changes:
        before = await ask(room.product, room.teacher, get_gradebook, room.id)
        await change()
        kept = await ask(room.product, room.teacher, get_gradebook, room.id)
        # A command reads for itself, because it may not be the last to have written.
        assert kept == await act(room.product, room.teacher, get_gradebook, room.id)
        assert kept != before
        assert kept is await ask(room.product, room.teacher, get_gradebook, room.id)
        mine = await book.mine(book.ana)
        assert mine == await act(room.product, book.ana, get_my_grades, room.id)


class TakenBack(Exception):
    """What went wrong after a change."""


async def mark_and_take_back(book):
    async with book.room.product.unit_of_work(book.room.teacher) as work:
        item, user = book.columns["Workshop"], book.ana.user_id
        await commands.change_entry(work, item, user, change=inputs.EntryInput(points=1))
        seen = await get_gradebook(work, book.room.id)
        assert "1" in {row.cells[0].marked for row in seen.rows}
        raise TakenBack


async def test_a_change_that_is_taken_back_is_shown_to_nobody(book):
    await book.set("Workshop", book.ana, points=7)
    with pytest.raises(TakenBack):
        await mark_and_take_back(book)
    assert (await book.row(book.ana)).cells[0].marked == "7"


async def test_a_kept_gradebook_knows_when_a_due_time_has_passed(book):
    soon = clock.now() + timedelta(seconds=3)
    await book.add("Report", 10)
    async with book.room.product.sessions.begin() as session:
        report = await session.get_one(GradeItem, book.columns["Report"])
        report.due_at = soon
    assert (await book.row(book.ana)).cells[-1].state is CellState.OPEN
    await asyncio.sleep((soon - clock.now()).total_seconds() + 0.05)
    assert (await book.row(book.ana)).cells[-1].state is CellState.MISSING
