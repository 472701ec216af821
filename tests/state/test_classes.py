"""The pages of classes: every handler decides by itself who may, whatever page it was called from."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from sqlalchemy import func, select

from alp_app.kit.errors import AppError
from alp_app.kit.ids import new_uuid
from alp_app.models.audit import AuditEvent
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.services.classes.commands import create_class, start_view
from alp_app.services.classes.inputs import JoinByCode, NewClass
from alp_app.services.classes.joining import join_by_code
from alp_app.services.classes.queries import get_class
from state.classes.door import JoinState, ReturnCodeState
from state.classes.listed import ClassesState
from state.classes.plan import PlanState
from state.classes.room import RoomState
from state.classes.roster import RosterState
from state.session import SessionState
from tests.support.browser import Tab, open_tab
from tests.support.people import CLIENT, Person, make_person, make_school, sign_in_browser
from tests.support.world import MadeCourse, PlannedLesson, act, ask, make_course


class Room:
    """A class, its teacher, and people who are none of its teachers."""

    def __init__(self, id_: Any, course: MadeCourse, people: dict[str, Person]) -> None:
        self.id, self.course, self.people = id_, course, people


@pytest.fixture
async def room(product: Runtime) -> Room:
    visitor = await make_school(product)
    people = {
        "teacher": await make_person(product, visitor, Role.INSTRUCTOR),
        "colleague": await make_person(product, visitor, Role.INSTRUCTOR),
        "learner": await make_person(product, visitor),
    }
    teacher = people["teacher"].actor
    lessons = [PlannedLesson(title="Moon"), PlannedLesson(title="Sun")]
    course = await make_course(product, teacher, *lessons)
    details = NewClass(name="D2", course_id=course.id)
    return Room(await act(product, teacher, create_class, details=details), course, people)


@asynccontextmanager
async def tab_of(product: Runtime, person: Person | None, room: Room) -> AsyncGenerator[Tab]:
    cookie = (await sign_in_browser(product, person)).cookie if person else ""
    async with open_tab(cookie=cookie, path=f"/classes/{room.id}") as tab:
        tab.query = {"classroom_id": str(room.id)}
        yield tab


def calls(room: Room) -> list[Any]:
    """Every handler that changes a class, with right arguments."""
    user_id, lesson = str(room.people["learner"].id), f"lesson:{room.course.lesson_ids[1]}"
    return [
        ClassesState.create({"name": "X", "course_id": str(room.course.id)}),
        RoomState.save({"name": "X"}),
        RoomState.save_code({"seats": "1"}),
        RoomState.rotate_code(),
        RoomState.archive(),
        RoomState.restore(),
        RoomState.copy_class({"name": "X"}),
        RoomState.add({"email": room.people["colleague"].email, "role": "teacher"}),
        RoomState.remove(user_id, "X"),
        RoomState.put_back(user_id),
        RoomState.rename({"name": "X"}),
        RoomState.renew_code(user_id, "X", False),
        RoomState.invite({"role": "learner", "days": "1"}),
        RoomState.revoke(str(new_uuid())),
        RoomState.view(),
        PlanState.set_date(lesson, "2999-01-01T08:00"),
        PlanState.spread({"first_at": "2999-01-01T08:00", "every_days": "7"}),
        PlanState.put_back(),
        RosterState.try_out({"text": "Eve"}),
        RosterState.take_in(),
        RosterState.undo(str(new_uuid())),
    ]


async def finish(product: Runtime, tab: Tab, event: Any) -> None:
    """Send an event and wait for all that it sets off, but for the page's watching, which is ended."""
    await tab.begin(event)
    settling = asyncio.create_task(tab.settle())
    while not settling.done():
        product.hub.retire(tab.token)
        await asyncio.wait([settling], timeout=0.05)


async def changes(product: Runtime) -> int:
    async with product.sessions() as session:
        statement = select(func.count()).select_from(AuditEvent)
        named = statement.where(AuditEvent.name.like("class%") | AuditEvent.name.like("ro%"))
        return (await session.scalar(named)) or 0


@pytest.mark.parametrize("who", ["visitor", "learner", "colleague"])
async def test_no_handler_changes_a_class_for_somebody_else(
    product: Runtime, room: Room, who: str
) -> None:
    before = await changes(product)
    async with tab_of(product, room.people.get(who), room) as tab:
        for load in (RoomState.load, PlanState.load, RosterState.load):
            await finish(product, tab, load)
        # A colleague may begin a class of their own.
        for call in calls(room)[1 if who == "colleague" else 0 :]:
            await finish(product, tab, call)
        state = await tab.kept(RoomState)
        assert (state.room, state.learners, state.invites) == (None, [], [])
        assert not (await tab.kept(PlanState)).is_loaded
        assert (await tab.kept(RosterState)).preview is None
        assert all(isinstance(failure, AppError) for failure in tab.failures), tab.failures
    assert await changes(product) == before


async def test_a_teacher_sees_their_class_and_changes_its_plan(
    product: Runtime, room: Room
) -> None:
    async with tab_of(product, room.people["teacher"], room) as tab:
        await finish(product, tab, RoomState.load)
        await finish(product, tab, PlanState.load)
        first, second = (f"lesson:{each}" for each in room.course.lesson_ids)
        await tab.send(PlanState.set_after(second, first))
        await tab.send(PlanState.set_date(second, "2999-01-01T08:00"))
        rows = {row["key"]: row for row in (await tab.kept(PlanState)).rows}
        assert (rows[second]["after"], rows[second]["opens_local"]) == (first, "2999-01-01T08:00")
        assert (await tab.kept(RoomState)).title == "D2"


async def test_a_list_is_tried_out_taken_in_and_taken_back(product: Runtime, room: Room) -> None:
    async with tab_of(product, room.people["teacher"], room) as tab:
        await finish(product, tab, RoomState.load)
        await tab.send(RosterState.load)
        await tab.send(RosterState.try_out({"text": "Ben\nCleo"}))
        assert (await tab.kept(RosterState)).preview.new == 2
        await finish(product, tab, RosterState.take_in())
        state = await tab.kept(RosterState)
        assert [bool(way["code"]) for way in state.ways_in] == [True, True]
        assert len((await tab.kept(RoomState)).learners) == 2
        await finish(product, tab, RosterState.undo(str(state.imports[0].id)))
        assert (await tab.kept(RosterState)).imports == []


async def test_the_door_says_whose_a_code_is_and_a_pupil_sees_their_way_back_once(
    product: Runtime, room: Room
) -> None:
    code = (await ask(product, room.people["teacher"].actor, get_class, room.id)).code
    async with open_tab(path="/join") as tab:
        await tab.send(JoinState.look("BCDF-2345"))
        assert (await tab.kept(JoinState)).problem == "class.code_unknown"
        await tab.send(JoinState.look(code.replace("-", "")))
        assert (await tab.kept(JoinState)).class_name == "D2"
    visitor = await product.actors.visitor()
    joined = await act(
        product,
        visitor,
        join_by_code,
        inputs=JoinByCode(code=code, name="Amara"),
        client=CLIENT,
        guard=product.guard,
    )
    cookie = f"__Host-alp_session={joined.signed_in.token}"
    async with open_tab(cookie=cookie) as tab:
        await tab.send(ReturnCodeState.load)
        first = await tab.kept(ReturnCodeState)
        assert len(first.code) == 14
        assert first.picture.startswith("data:image/svg+xml")
        await tab.send(ReturnCodeState.load)
        again = await tab.kept(ReturnCodeState)
        assert (again.code, again.has_one) == ("", True)


async def test_who_views_a_class_can_change_nothing_on_any_page(
    product: Runtime, room: Room
) -> None:
    teacher = room.people["teacher"]
    browser = await sign_in_browser(product, teacher)
    await act(product, await product.actors.for_cookie(browser.cookie), start_view, room.id)
    product.actors.forget(browser.cookie)
    async with open_tab(cookie=browser.cookie) as tab:
        await finish(product, tab, SessionState.enter("everyone"))
        session = await tab.kept(SessionState)
        assert (session.role, session.viewed_class) == ("learner", "D2")
        before = await changes(product)
        for call in calls(room):
            await finish(product, tab, call)
        assert await changes(product) == before
        await tab.send(SessionState.end_view())
        await finish(product, tab, SessionState.enter("everyone"))
        session = await tab.kept(SessionState)
        assert (session.role, session.viewed_class) == ("instructor", "")
