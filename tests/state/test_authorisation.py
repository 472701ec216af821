"""No browser can run what it may not, whatever page it shows and whatever it sends."""

from collections.abc import AsyncGenerator
from typing import Any

import pytest
import reflex as rx
from reflex.event import Event

from alp_app.kit.errors import Forbidden, NotSignedIn, SiteClosed
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role, SiteMode
from alp_app.security.policies import Policy
from alp_app.security.rate_limits import TooManyRequests
from alp_app.services.accounts.access import REMEMBERED, Actors
from alp_app.services.accounts.sign_in import sign_out
from alp_app.services.operations.site import SiteInput, change_site
from state.authorisation import PER_TAB
from state.base import BadArguments, CoreAccess, handler
from tests.support.browser import Tab, open_tab
from tests.support.people import make_person, make_school, sign_in_browser
from tests.support.world import act


class Door(CoreAccess, rx.State):
    """A page with a handler of every kind."""

    rings: int = 0
    who: str = ""

    @handler(Policy.EVERYONE)
    async def ring(self) -> None:
        self.rings += 1

    @handler(Policy.EVERYONE)
    async def ring_times(self, times: int) -> None:
        self.rings += times

    @handler(Policy.ALWAYS)
    async def ring_always(self) -> None:
        self.rings += 1

    @handler(Policy.STAFF)
    async def ring_as_staff(self) -> None:
        self.rings += 1

    @handler(Policy.ADMIN)
    async def ring_as_admin(self) -> None:
        self.rings += 1

    @handler(Policy.ADMIN, background=True)
    async def ring_later(self) -> None:
        async with self:
            self.rings += 1

    @handler(Policy.EVERYONE)
    async def ring_through(self) -> AsyncGenerator[Any]:
        yield Door.ring_as_admin

    @handler(Policy.EVERYONE)
    async def ask_who(self) -> None:
        actor = await self._actor()
        self.who = actor.role.value if actor.role else "visitor"

    def forgotten(self) -> None:
        """Public, and never decorated: Reflex registers it all the same."""
        self.rings += 1


def shown(delta: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The variables of `Door` that changed, without Reflex's marks on their names."""
    values = delta.get(Door.get_full_name(), {})
    return {name.removesuffix("_rx_state_"): value for name, value in values.items()}


@pytest.fixture
async def visitor(product: Runtime) -> Actor:
    return await make_school(product)


async def cookie_of(product: Runtime, visitor: Actor, role: Role) -> str:
    return (await sign_in_browser(product, await make_person(product, visitor, role))).cookie


@pytest.mark.usefixtures("visitor")
async def test_a_visitor_may_do_what_everyone_may() -> None:
    async with open_tab() as tab:
        assert shown(await tab.send(Door.ring))["rings"] == 1


@pytest.mark.usefixtures("visitor")
@pytest.mark.parametrize("event", [Door.ring_as_staff, Door.ring_as_admin, Door.ring_later])
async def test_a_visitor_is_asked_to_sign_in_for_the_rest(event: Any) -> None:
    async with open_tab() as tab:
        with pytest.raises(NotSignedIn):
            await tab.send(event)
        assert (await tab.kept(Door)).rings == 0


async def test_a_role_opens_what_its_policy_says(product: Runtime, visitor: Actor) -> None:
    async with open_tab(cookie=await cookie_of(product, visitor, Role.INSTRUCTOR)) as tab:
        assert shown(await tab.send(Door.ring_as_staff))["rings"] == 1
        with pytest.raises(Forbidden):
            await tab.send(Door.ring_as_admin)
    async with open_tab(cookie=await cookie_of(product, visitor, Role.ADMIN)) as tab:
        assert shown(await tab.send(Door.ring_as_admin))["rings"] == 1
        await tab.send(Door.ring_later)
        assert (await tab.kept(Door)).rings == 2


async def test_a_handler_cannot_be_used_to_reach_another(product: Runtime, visitor: Actor) -> None:
    async with open_tab(cookie=await cookie_of(product, visitor, Role.LEARNER)) as tab:
        await tab.send(Door.ring_through)
        await tab.settle()
        assert [type(failure) for failure in tab.failures] == [Forbidden]
        assert (await tab.kept(Door)).rings == 0


@pytest.mark.parametrize(
    ("name", "payload"),
    [
        ("forgotten", {}),
        ("setvar", {"var_name": "rings", "value": 9}),
    ],
)
async def test_what_declares_no_policy_is_shut_even_for_an_administrator(
    product: Runtime, visitor: Actor, name: str, payload: dict[str, Any]
) -> None:
    async with open_tab(cookie=await cookie_of(product, visitor, Role.ADMIN)) as tab:
        with pytest.raises(Forbidden):
            await tab.send(Event(name=f"{Door.get_full_name()}.{name}", payload=payload))
        assert (await tab.kept(Door)).rings == 0


@pytest.mark.usefixtures("visitor")
@pytest.mark.parametrize("times", [{"$gt": 1}, [2], "many", None])
async def test_arguments_of_another_type_never_reach_a_handler(times: object) -> None:
    async with open_tab() as tab:
        with pytest.raises(BadArguments):
            await tab.send(
                Event(name=f"{Door.get_full_name()}.ring_times", payload={"times": times})
            )
        assert (await tab.kept(Door)).rings == 0


@pytest.mark.usefixtures("visitor")
@pytest.mark.parametrize("payload", [{}, {"times": 1, "more": 2}])
async def test_missing_and_extra_arguments_never_reach_a_handler(payload: dict[str, Any]) -> None:
    async with open_tab() as tab:
        with pytest.raises(BadArguments):
            await tab.send(Event(name=f"{Door.get_full_name()}.ring_times", payload=payload))
        assert (await tab.kept(Door)).rings == 0


@pytest.mark.usefixtures("visitor")
async def test_arguments_that_can_be_read_arrive_as_their_type() -> None:
    async with open_tab() as tab:
        event = Event(name=f"{Door.get_full_name()}.ring_times", payload={"times": "3"})
        assert shown(await tab.send(event))["rings"] == 3


async def test_the_state_of_a_tab_does_not_say_who_somebody_is(
    product: Runtime, visitor: Actor
) -> None:
    """Whoever learns a tab's token gets its state after a disconnect, but not its session."""
    async with open_tab(cookie=await cookie_of(product, visitor, Role.ADMIN)) as tab:
        assert shown(await tab.send(Door.ask_who))["who"] == "admin"
        thief = Tab(
            processor=tab.processor, manager=tab.manager, sockets=tab.sockets, token=tab.token
        )
        assert shown(await thief.send(Door.ask_who))["who"] == "visitor"
        with pytest.raises(NotSignedIn):
            await thief.send(Door.ring_as_admin)


async def test_after_sign_out_an_open_page_can_do_nothing(product: Runtime, visitor: Actor) -> None:
    admin = await make_person(product, visitor, Role.ADMIN)
    browser = await sign_in_browser(product, admin)
    seconds = [0.0]
    actors = Actors(product.sessions, product.guard.tokens, now=lambda: seconds[0])
    object.__setattr__(product, "actors", actors)
    async with open_tab(cookie=browser.cookie) as tab:
        await tab.send(Door.ring_as_admin)
        async with product.unit_of_work(await actors.for_cookie(browser.cookie)) as work:
            await sign_out(work)
        seconds[0] += REMEMBERED
        with pytest.raises(NotSignedIn):
            await tab.send(Door.ring_as_admin)
        assert (await tab.kept(Door)).rings == 1


@pytest.mark.usefixtures("visitor")
async def test_a_tab_that_floods_is_slowed_down() -> None:
    async with open_tab() as tab:
        for _ in range(PER_TAB.burst * 2):
            await tab.begin(Door.ring)
        await tab.settle()
        assert {type(failure) for failure in tab.failures} == {TooManyRequests}


async def test_maintenance_stops_every_handler_but_those_of_the_frame(
    product: Runtime, visitor: Actor
) -> None:
    learner = await cookie_of(product, visitor, Role.LEARNER)
    admin = await make_person(product, visitor, Role.ADMIN)
    cookie = (await sign_in_browser(product, admin)).cookie
    closed = SiteInput(mode=SiteMode.MAINTENANCE)
    await act(product, admin.actor, change_site, site=closed)
    product.actors.forget_all()
    async with open_tab(cookie=learner) as tab:
        with pytest.raises(SiteClosed):
            await tab.send(Door.ring)
        assert shown(await tab.send(Door.ring_always))["rings"] == 1
    async with open_tab(cookie=cookie) as tab:
        assert shown(await tab.send(Door.ring_as_admin))["rings"] == 1
