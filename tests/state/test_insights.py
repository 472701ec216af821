"""The pages of insight: who gets to see what, and that rows are sorted and go on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from alp_app.models.classroom import ClassRole
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.classes.commands import create_class
from alp_app.services.classes.inputs import NewClass, PersonToAdd
from alp_app.services.classes.members import add_person
from state.insights.course import CourseInsightState
from state.insights.learner import LearnerInsightState, MyInsightState
from state.insights.room import ClassInsightState
from state.insights.rows import FigureRowsState
from tests.support.browser import Tab, open_tab
from tests.support.people import Person, make_person, make_school, sign_in_browser
from tests.support.world import MadeCourse, PlannedLesson, act, make_course


class Room:
    """A class with a learner, and somebody who teaches elsewhere."""

    def __init__(self, id_: Any, course: MadeCourse, people: dict[str, Person]) -> None:
        self.id, self.course, self.people = id_, course, people


@pytest.fixture
async def room(product: Runtime) -> Room:
    visitor = await make_school(product)
    people = {
        "teacher": await make_person(product, visitor, Role.INSTRUCTOR),
        "colleague": await make_person(product, visitor, Role.INSTRUCTOR),
        "learner": await make_person(product, visitor),
        "stranger": await make_person(product, visitor),
    }
    teacher = people["teacher"].actor
    course = await make_course(product, teacher, PlannedLesson(), PlannedLesson(title="Sun"))
    room_id = await act(
        product, teacher, create_class, details=NewClass(name="D2", course_id=course.id)
    )
    joining = PersonToAdd(email=people["learner"].email, role=ClassRole.LEARNER)
    await act(product, teacher, add_person, room_id, person=joining)
    return Room(room_id, course, people)


@asynccontextmanager
async def tab_of(product: Runtime, room: Room, who: str, **query: str) -> AsyncGenerator[Tab]:
    person = room.people.get(who)
    cookie = (await sign_in_browser(product, person)).cookie if person else ""
    async with open_tab(cookie=cookie, path=f"/classes/{room.id}/insight") as tab:
        tab.query = {"classroom_id": str(room.id), "course_id": str(room.course.id), **query}
        yield tab


async def finish(product: Runtime, tab: Tab, event: Any) -> None:
    """Send an event and wait for all that it sets off, but for the page's watching, which is ended."""
    await tab.begin(event)
    settling = asyncio.create_task(tab.settle())
    while not settling.done():
        product.hub.retire(tab.token)
        await asyncio.wait([settling], timeout=0.05)


async def test_a_teacher_opens_every_page_of_their_class_and_course(
    product: Runtime, room: Room
) -> None:
    learner = str(room.people["learner"].id)
    async with tab_of(product, room, "teacher", user_id=learner) as tab:
        for state in (ClassInsightState, LearnerInsightState, CourseInsightState):
            await finish(product, tab, state.load)
            assert (await tab.kept(state)).is_loaded
        shown = await tab.kept(ClassInsightState)
        assert shown.learners.n == 1
        assert shown.learners.href.endswith("/insight/rows?of=learners")
        [one] = shown.noticed
        assert (one.attention, one.href.endswith(learner)) == ("unknown", True)


@pytest.mark.parametrize("who", ["visitor", "learner", "colleague", "stranger"])
async def test_nobody_else_sees_a_class_its_learners_or_the_course(
    product: Runtime, room: Room, who: str
) -> None:
    learner = str(room.people["learner"].id)
    async with tab_of(product, room, who, user_id=learner, of="learners") as tab:
        for load in (
            ClassInsightState.load,
            LearnerInsightState.load,
            CourseInsightState.load,
            FigureRowsState.load_class,
            FigureRowsState.sort_by("at"),
            FigureRowsState.show_more(),
            FigureRowsState.load_course,
            FigureRowsState.sort_by("at"),
        ):
            await finish(product, tab, load)
        assert (await tab.kept(ClassInsightState)).learners.n == 0
        assert (await tab.kept(LearnerInsightState)).name == ""
        assert not (await tab.kept(CourseInsightState)).is_loaded
        assert (await tab.kept(FigureRowsState)).rows == []


async def test_a_learner_sees_their_own_progress_and_a_stranger_none(
    product: Runtime, room: Room
) -> None:
    async with tab_of(product, room, "learner") as tab:
        await finish(product, tab, MyInsightState.load)
        mine = await tab.kept(MyInsightState)
        assert (mine.is_loaded, mine.lessons_total, mine.next_title) == (True, 2, "High water")
    async with tab_of(product, room, "stranger", of="lessons") as tab:
        await finish(product, tab, MyInsightState.load)
        await finish(product, tab, FigureRowsState.load_mine)
        assert (await tab.kept(MyInsightState)).is_missing
        assert (await tab.kept(FigureRowsState)).is_missing


async def test_rows_are_sorted_by_any_column_and_turned_round(product: Runtime, room: Room) -> None:
    async with tab_of(product, room, "teacher", of="modules") as tab:
        await finish(product, tab, FigureRowsState.load_class)
        shown = await tab.kept(FigureRowsState)
        assert (shown.is_loaded, shown.of, len(shown.rows)) == (True, "modules", 1)
        for is_descending in (False, True):
            await finish(product, tab, FigureRowsState.sort_by("value"))
            shown = await tab.kept(FigureRowsState)
            assert (shown.sort, shown.is_descending) == ("value", is_descending)
            assert len(shown.rows) == 1


async def test_an_address_that_names_no_figure_says_so(product: Runtime, room: Room) -> None:
    for query in ({"of": "secrets"}, {"of": "answers", "question_id": "x"}, {}):
        async with tab_of(product, room, "teacher", **query) as tab:
            await finish(product, tab, FigureRowsState.load_class)
            assert (await tab.kept(FigureRowsState)).is_missing
