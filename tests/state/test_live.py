"""Pages that change when what they show changes."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import pytest
import reflex as rx
from redis.asyncio import Redis

from alp_app.kit.errors import NotSignedIn
from alp_app.kit.ids import CourseId, OrganisationId, UserId, new_uuid
from alp_app.notices import Hub, Notice, RedisBoard, Topic, heard
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.security.policies import Policy
from state.base import handler
from state.live import Live
from state.session import SessionState
from tests.support.browser import Tab, open_tab
from tests.support.people import make_person, make_school, sign_in_browser
from tests.support.stack import Stack

SOON = 5.0

SCHOOL = OrganisationId(new_uuid())
COURSE = CourseId(new_uuid())


class Board(Live, rx.State):
    """Shows how often it was asked, and by whom."""

    looks: int = 0
    needs_person: bool = False

    @handler(Policy.EVERYONE)
    async def open(self, needs_person: bool = False) -> AsyncGenerator[Any]:
        self.needs_person = needs_person
        yield Board.watch

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course", course_id=COURSE)]

    async def _refresh(self) -> None:
        if self.needs_person and not (await self._actor()).is_signed_in:
            raise NotSignedIn
        self.looks += 1


async def looks(tab: Tab) -> int:
    return (await tab.kept(Board)).looks


async def until(is_true: Any) -> None:
    async with asyncio.timeout(SOON):
        while not await is_true():  # noqa: ASYNC110 - what is waited for happens inside Reflex
            await asyncio.sleep(0.01)


def changed(visitor: Actor, course_id: CourseId = COURSE) -> Notice:
    return Notice(topic="course", organisation_id=visitor.organisation_id, course_id=course_id)


def listeners(product: Runtime) -> int:
    return sum(map(len, product.hub._by_topic.values()))


@pytest.fixture
async def visitor(product: Runtime) -> Actor:
    return await make_school(product)


async def watching(tab: Tab, product: Runtime, *, needs_person: bool = False) -> None:
    before = listeners(product)
    await tab.begin(Board.open(needs_person))

    async def is_listening() -> bool:
        return listeners(product) > before

    await until(is_listening)


async def test_a_change_of_what_is_shown_makes_the_page_ask_again(
    product: Runtime, visitor: Actor
) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        product.hub.tell(changed(visitor))

        async def has_looked() -> bool:
            return await looks(tab) == 1

        await until(has_looked)


async def test_changes_in_quick_succession_are_one(product: Runtime, visitor: Actor) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        for _ in range(50):
            product.hub.tell(changed(visitor))

        async def has_looked() -> bool:
            return await looks(tab) >= 1

        await until(has_looked)
        assert await looks(tab) <= 2


async def test_a_change_of_something_else_does_not(product: Runtime, visitor: Actor) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        product.hub.tell(changed(visitor, CourseId(new_uuid())))
        product.hub.tell(changed(Actor(organisation_id=SCHOOL)))
        product.hub.tell(changed(visitor))

        async def has_looked() -> bool:
            return await looks(tab) >= 1

        await until(has_looked)
        assert await looks(tab) == 1


@pytest.mark.usefixtures("visitor")
async def test_watching_again_retires_the_watch_before(product: Runtime) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        await tab.begin(Board.open(False))

        async def is_one() -> bool:
            return listeners(product) == 1

        await asyncio.sleep(0.05)
        await until(is_one)


@pytest.mark.usefixtures("visitor")
async def test_another_page_retires_the_watches_of_this_one(product: Runtime) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        await tab.send(SessionState.enter(Policy.EVERYONE))

        async def is_none() -> bool:
            return listeners(product) == 0

        await until(is_none)


async def test_a_closed_tab_is_not_asked_again(product: Runtime, visitor: Actor) -> None:
    async with open_tab() as tab:
        await watching(tab, product)
        await tab.close()
        product.hub.tell(changed(visitor))

        async def is_none() -> bool:
            return listeners(product) == 0

        await until(is_none)


async def test_a_watch_ends_with_the_session_of_who_watches(
    product: Runtime, visitor: Actor
) -> None:
    browser = await sign_in_browser(product, await make_person(product, visitor))
    async with open_tab(cookie=browser.cookie) as tab:
        await watching(tab, product, needs_person=True)
        tab.cookie = ""
        object.__setattr__(product, "actors", EndedSessions(await product.actors.visitor()))
        product.hub.tell(changed(visitor))

        async def has_failed() -> bool:
            return [type(failure) for failure in tab.failures] == [NotSignedIn]

        await until(has_failed)
        assert listeners(product) == 0
        assert await looks(tab) == 0


class EndedSessions:
    """Actors of a moment in which everybody was signed out."""

    def __init__(self, visitor: Actor) -> None:
        self._visitor = visitor

    async def for_cookie(self, _: str) -> Actor:
        return self._visitor


@pytest.mark.usefixtures("socket_enabled")
async def test_a_change_in_another_process_is_heard_here(stack: Stack) -> None:
    notice = Notice(
        topic="learning", organisation_id=SCHOOL, course_id=COURSE, user_id=UserId(new_uuid())
    )
    async with Redis.from_url(stack.redis_url) as ears, Redis.from_url(stack.redis_url) as mouth:
        stream = heard(ears)
        assert await anext(stream) is None
        await mouth.publish("alp:notices", "no notice at all")
        await RedisBoard(mouth).publish([notice])
        async with asyncio.timeout(SOON):
            # Channels belong to the server, not to a database: other tests may speak as well.
            while await anext(stream) != notice:
                continue
        await stream.aclose()


@pytest.mark.usefixtures("socket_enabled")
async def test_a_job_says_that_it_moved(stack: Stack) -> None:
    async with Redis.from_url(stack.redis_url) as ears, Redis.from_url(stack.redis_url) as mouth:
        stream = heard(ears)
        await anext(stream)
        job = new_uuid()
        await mouth.publish(
            "alp:jobs",
            f'{{"job_id":"{job}","parent_id":null,"course_id":null,"organisation_id":"{SCHOOL}"}}',
        )
        async with asyncio.timeout(SOON):
            said = await anext(stream)
            while said is None or said.job_id != job:
                said = await anext(stream)
        assert (said.topic, said.organisation_id) == ("job", SCHOOL)
        await stream.aclose()


def test_when_notices_may_have_been_missed_everybody_looks_again() -> None:
    hub = Hub()
    topics = [Topic(name="course", organisation_id=SCHOOL, course_id=CourseId(new_uuid()))]
    with hub.listening(topics, tab="a", name="x") as ear:
        hub.tell(None)
        assert asyncio.run(ear.wait(0))
