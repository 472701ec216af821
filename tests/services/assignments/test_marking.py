"""Grading: marks add up, stay with the teachers until they are released, and reach the gradebook."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import AssignmentId, OrganisationId, new_uuid
from alp_app.models.grading import Criterion, CriterionMark, Level, SubmissionState
from alp_app.services.assignments import errors
from alp_app.services.assignments.inputs import SnippetInput
from alp_app.services.assignments.marking import (
    add_snippet,
    add_up,
    delete_snippet,
    list_snippets,
    release_grades,
)
from alp_app.services.assignments.queries import list_assignments
from alp_app.services.gradebook.errors import PointsOutOfRange
from alp_app.services.gradebook.rules import CellState
from tests.services.assignments.conftest import RUBRIC, give

levels = st.lists(st.decimals(0, 100, places=3), min_size=2, max_size=9).map(sorted)


@given(rubric=st.lists(levels, min_size=1, max_size=6), data=st.data())
def test_a_rubric_adds_up_exactly_and_only_when_every_criterion_has_a_level(rubric, data):
    criteria = [
        Criterion(
            organisation_id=OrganisationId(new_uuid()),
            assignment_id=AssignmentId(new_uuid()),
            position=place,
            title="Diagnosis",
            levels=[Level(title="So", points=points) for points in each],
        )
        for place, each in enumerate(rubric)
    ]
    chosen = [data.draw(st.none() | st.integers(0, len(each) - 1)) for each in rubric]
    marks = {
        criteria[place].id: CriterionMark(level=chosen[place])
        for place in data.draw(st.permutations(range(len(rubric))))
    }
    points = add_up(criteria, marks)
    if None in chosen:
        assert points is None
        return
    assert points is not None
    picked = (each[place] for each, place in zip(rubric, chosen, strict=True))
    assert Fraction(points) == sum(Fraction(each) for each in picked)
    fewer = dict(list(marks.items())[1:])
    assert add_up(criteria, fewer) is None


async def test_a_mark_is_the_teachers_own_until_it_is_released(desk):
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=8, comment="Well seen.")
    assert (await desk.cell(desk.ana)).shown == "8"
    assert (await desk.own_cell(desk.ana)).state is CellState.WAITING
    [before] = (await desk.work(desk.ana)).submitted
    assert (before.state, before.mark) == (SubmissionState.SUBMITTED, None)

    released = await desk.do(desk.room.teacher, release_grades, desk.id)
    assert released.count == 1
    assert (await desk.own_cell(desk.ana)).shown == "8"
    [after] = (await desk.work(desk.ana)).submitted
    assert (after.mark.points, after.mark.comment) == ("8", "Well seen.")
    with pytest.raises(errors.NothingToRelease):
        await desk.do(desk.room.teacher, release_grades, desk.id)


async def test_the_levels_of_a_rubric_add_up_when_all_are_chosen(room):
    desk = await give(room, form="rubric", criteria=RUBRIC)
    view = await desk.view()
    first, second = (str(criterion.id) for criterion in view.criteria)
    assert view.points == "10"
    receipt = await desk.hand_in(desk.ana)
    mark = await desk.mark(receipt, criteria={first: {"level": 2}})
    assert mark.points == ""
    assert (await desk.cell(desk.ana)).state is CellState.WAITING
    mark = await desk.mark(
        receipt, criteria={first: {"level": 2}, second: {"level": 1, "comment": "Goggles."}}
    )
    assert mark.points == "7"
    assert (await desk.cell(desk.ana)).shown == "7"
    with pytest.raises(errors.LevelUnknown):
        await desk.mark(receipt, criteria={first: {"level": 3}})
    with pytest.raises(errors.LevelUnknown):
        await desk.mark(receipt, criteria={str(desk.id): {"level": 0}})


async def test_points_beyond_what_there_is_to_get_are_refused(desk):
    receipt = await desk.hand_in(desk.ana)
    with pytest.raises(PointsOutOfRange):
        await desk.mark(receipt, points=11)


async def test_the_latest_attempt_is_the_one_that_counts(desk):
    first = await desk.hand_in(desk.ana, 1)
    await desk.mark(first, points=4)
    second = await desk.hand_in(desk.ana, 2)
    assert (await desk.cell(desk.ana)).state is CellState.WAITING
    await desk.mark(first, points=5)
    assert (await desk.cell(desk.ana)).state is CellState.WAITING
    await desk.mark(second, points=9)
    assert (await desk.cell(desk.ana)).shown == "9"


async def test_anonymous_work_has_no_names_until_it_is_released(room):
    desk = await give(room, is_anonymous=True)
    receipt = await desk.hand_in(desk.ana)
    await desk.mark(receipt, points=6)
    grading = await desk.grading()
    assert [row.name for row in grading.work] == ["", ""]
    assert grading.work[0].submission.id == receipt.submission_id
    assert (await desk.cell(desk.ana)).state is CellState.WAITING
    await desk.do(room.teacher, release_grades, desk.id)
    assert {row.name for row in (await desk.grading()).work} == {"Ana", "Ben"}
    assert (await desk.cell(desk.ana)).shown == "6"


async def test_a_draft_is_not_shown_to_who_grades(desk):
    await desk.write(desk.ana)
    assert all(row.submission is None for row in (await desk.grading()).work)


async def test_the_list_counts_what_waits(desk):
    receipt = await desk.hand_in(desk.ana)
    await desk.hand_in(desk.ben)
    await desk.mark(receipt, points=6)
    [row] = await desk.ask(desk.room.teacher, list_assignments, desk.room.id)
    assert (row.learners, row.handed_in, row.to_mark, row.to_release) == (2, 2, 1, 1)


async def test_work_of_a_class_is_seen_by_its_own_teachers_only(desk):
    receipt = await desk.hand_in(desk.ana)
    colleague = desk.room.colleague.actor
    desk.room = desk.room.__class__(**{**vars(desk.room), "teacher": colleague})
    with pytest.raises(errors.SubmissionNotFound):
        await desk.mark(receipt, points=1)
    with pytest.raises(errors.AssignmentNotFound):
        await desk.grading()


async def test_a_comment_bank_is_its_teachers_own(desk):
    teacher, colleague = desk.room.teacher, desk.room.colleague.actor
    made = await desk.do(teacher, add_snippet, snippet=SnippetInput(text=" Name the tool. "))
    assert [one.text for one in await desk.ask(teacher, list_snippets)] == ["Name the tool."]
    assert await desk.ask(colleague, list_snippets) == []
    with pytest.raises(errors.SnippetNotFound):
        await desk.do(colleague, delete_snippet, made.id)
    await desk.do(teacher, delete_snippet, made.id)
    assert await desk.ask(teacher, list_snippets) == []
