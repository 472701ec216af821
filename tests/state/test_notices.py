"""Short messages to the person, and how to take back what they tell of."""

from typing import Any

import pytest
import reflex as rx

from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from state.base import CoreAccess, handler
from state.notices import SHOWN_MOST, NoticesState, notice
from state.session import SessionState
from tests.state.test_classes import finish
from tests.support.browser import Tab, open_tab
from tests.support.people import make_person, make_school, sign_in_browser

pytestmark = pytest.mark.usefixtures("school")


class Shelf(CoreAccess, rx.State):
    removed: str = ""

    @handler(Policy.EVERYONE)
    async def remove(self, name: str) -> Any:
        self.removed = name
        return notice("shelf.removed", facts={"name": name}, undo=Shelf.put_back(name))

    @handler(Policy.STAFF)
    async def put_back(self, name: str) -> None:
        self.removed = f"not {name}"


@pytest.fixture
async def school(product: Runtime) -> Any:
    return await make_school(product)


async def notices(tab: Tab) -> list[Any]:
    return list((await tab.kept(NoticesState)).notices)


async def test_a_notice_says_what_happened_until_it_is_closed() -> None:
    async with open_tab() as tab:
        await tab.send(notice("course.published", tone="ok", facts={"title": "Brakes"}))
        (shown,) = await notices(tab)
        assert (shown["message_key"], shown["tone"]) == ("course.published", "ok")
        assert shown["facts"] == {"title": "Brakes"}
        await tab.send(NoticesState.close(shown["id"]))
        assert await notices(tab) == []


async def test_undo_runs_what_the_notice_named_once(product: Runtime, school: Any) -> None:
    teacher = await make_person(product, school, Role.INSTRUCTOR)
    async with open_tab(cookie=(await sign_in_browser(product, teacher)).cookie) as tab:
        await tab.send(Shelf.remove("Brakes"))
        (shown,) = await notices(tab)
        assert shown["undo"]
        await tab.send(NoticesState.undo(shown["id"]))
        assert (await tab.kept(Shelf)).removed == "not Brakes"
        assert await notices(tab) == []
        await tab.send(Shelf.remove("Cooling"))
        await tab.send(NoticesState.undo(shown["id"]))
        assert (await tab.kept(Shelf)).removed == "Cooling"


async def test_undo_needs_the_rights_of_what_it_runs() -> None:
    async with open_tab() as tab:
        await tab.send(Shelf.remove("Brakes"))
        (shown,) = await notices(tab)
        await tab.send(NoticesState.undo(shown["id"]))
        await tab.settle()
        assert tab.failures
        assert (await tab.kept(Shelf)).removed == "Brakes"


async def test_only_the_latest_notices_are_kept() -> None:
    async with open_tab() as tab:
        for number in range(SHOWN_MOST + 2):
            await tab.send(notice("shelf.counted", facts={"number": number}))
        assert [one["facts"]["number"] for one in await notices(tab)] == [2, 3, 4, 5, 6]


async def test_the_same_words_are_shown_once() -> None:
    async with open_tab() as tab:
        for _ in range(3):
            await tab.send(notice("sentence.accepted"))
        await tab.send(notice("sentence.deleted"))
        kept = [one["message_key"] for one in await notices(tab)]
        assert kept == ["sentence.accepted", "sentence.deleted"]


async def test_a_page_hides_itself_from_those_it_is_not_for() -> None:
    async with open_tab(path="/people?page=2") as tab:
        await tab.send(SessionState.enter(Policy.ADMIN))
        assert tab.failures == []
        assert (await tab.kept(SessionState)).role == ""


async def test_the_frame_knows_who_is_here(product: Runtime, school: Any) -> None:
    learner = await make_person(product, school)
    browser = await sign_in_browser(product, learner)
    async with open_tab(cookie=browser.cookie) as tab:
        await finish(product, tab, SessionState.enter(Policy.SIGNED_IN))
        session = await tab.kept(SessionState)
        assert (session.role, session.email) == ("learner", learner.email)
        assert not session.is_denied
        await finish(product, tab, SessionState.enter(Policy.ADMIN))
        session = await tab.kept(SessionState)
        assert (session.role, session.is_denied) == ("learner", True)
        tab.cookie = ""
        await finish(product, tab, SessionState.enter(Policy.EVERYONE))
        session = await tab.kept(SessionState)
        assert (session.role, session.email, session.is_denied) == ("", "", False)
