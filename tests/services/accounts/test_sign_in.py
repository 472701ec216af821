"""Who gets in, with what, and what ends it."""

import pytest

from alp_app.kit.errors import NotSignedIn
from alp_app.models.account import User
from alp_app.runtime import Runtime
from alp_app.security.actor import Role
from alp_app.security.rate_limits import TooManyRequests
from alp_app.services.accounts import commands, queries, sign_in
from alp_app.services.accounts.access import REMEMBERED, Actors
from alp_app.services.accounts.inputs import Client, PasswordChange, SignIn
from alp_app.services.accounts.views import TokenPair
from tests.support.people import (
    CLIENT,
    PASSWORD,
    Browser,
    Person,
    make_person,
    make_school,
    sign_in_browser,
)


class Later:
    """A monotonic clock that tests move."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


async def attempt(product: Runtime, person: Person, password: str, client: Client = CLIENT) -> bool:
    async with product.unit_of_work(await product.actors.visitor()) as work:
        signed_in = await sign_in.sign_in(
            work,
            inputs=SignIn.model_validate({"email": person.email, "password": password}),
            client=client,
            guard=product.guard,
        )
    return signed_in is not None


async def issue(product: Runtime, person: Person) -> TokenPair:
    async with product.unit_of_work(await product.actors.visitor()) as work:
        pair = await sign_in.issue_tokens(
            work,
            inputs=SignIn.model_validate({"email": person.email, "password": PASSWORD}),
            client=CLIENT,
            guard=product.guard,
        )
    assert pair is not None
    return pair


async def refresh(product: Runtime, refresh_token: str) -> TokenPair | None:
    async with product.unit_of_work(await product.actors.visitor()) as work:
        return await sign_in.refresh_tokens(
            work, refresh_token=refresh_token, tokens=product.guard.tokens
        )


def fresh(product: Runtime) -> Actors:
    """Another process: it remembers nothing."""
    return Actors(product.sessions, product.guard.tokens)


@pytest.fixture
async def learner(product: Runtime) -> Person:
    return await make_person(product, await make_school(product))


async def test_the_right_password_opens_a_session_for_that_person(
    product: Runtime, learner: Person
) -> None:
    browser = await sign_in_browser(product, learner)
    actor = await product.actors.for_cookie(browser.cookie)
    assert (actor.user_id, actor.role) == (learner.id, Role.LEARNER)


async def test_a_wrong_password_and_an_unknown_person_are_refused_alike(
    product: Runtime, learner: Person
) -> None:
    nobody = Person(actor=learner.actor, email="nobody@example.org")
    assert await attempt(product, learner, PASSWORD)
    assert not await attempt(product, learner, "another password")
    assert not await attempt(product, nobody, PASSWORD)


async def test_a_disabled_person_cannot_sign_in(product: Runtime, learner: Person) -> None:
    admin = await make_person(product, learner.actor, Role.ADMIN)
    async with product.unit_of_work(admin.actor) as work:
        await commands.disable_person(work, learner.id)
    assert not await attempt(product, learner, PASSWORD)


async def test_a_cookie_that_we_did_not_make_is_a_visitor(
    product: Runtime, learner: Person
) -> None:
    await sign_in_browser(product, learner)
    actor = await product.actors.for_cookie(Browser(token="x" * 43).cookie)
    assert not actor.is_signed_in


async def test_guessing_one_persons_password_is_limited_where_it_is_done(
    product: Runtime, learner: Person
) -> None:
    for _ in range(sign_in.PER_ACCOUNT_HERE.burst):
        await attempt(product, learner, "a guess that is wrong")
    with pytest.raises(TooManyRequests):
        await attempt(product, learner, PASSWORD)
    elsewhere = Client(address="198.51.100.9")
    assert await attempt(product, learner, PASSWORD, client=elsewhere)


async def test_the_right_password_is_never_too_often(product: Runtime, learner: Person) -> None:
    for _ in range(sign_in.PER_ACCOUNT_HERE.burst):
        await attempt(product, learner, "a guess that is wrong")
        await attempt(product, learner, PASSWORD)


async def test_signing_out_ends_the_session_in_every_process_within_five_seconds(
    product: Runtime, learner: Person
) -> None:
    browser = await sign_in_browser(product, learner)
    clock = Later()
    elsewhere = Actors(product.sessions, product.guard.tokens, now=clock)
    actor = await elsewhere.for_cookie(browser.cookie)
    assert actor.is_signed_in

    async with product.unit_of_work(actor) as work:
        await sign_in.sign_out(work)

    clock.seconds += REMEMBERED
    assert REMEMBERED < 5
    assert not (await elsewhere.for_cookie(browser.cookie)).is_signed_in


@pytest.mark.parametrize("deed", ["disable", "role", "password"])
async def test_losing_access_ends_browsers_access_tokens_and_refresh_tokens(
    product: Runtime, learner: Person, deed: str
) -> None:
    admin = await make_person(product, learner.actor, Role.ADMIN)
    browser = await sign_in_browser(product, learner)
    pair = await issue(product, learner)
    assert (await fresh(product).for_cookie(browser.cookie)).is_signed_in
    assert (await fresh(product).for_access_token(pair.access_token)).is_signed_in

    match deed:
        case "disable":
            async with product.unit_of_work(admin.actor) as work:
                await commands.disable_person(work, learner.id)
        case "role":
            async with product.unit_of_work(admin.actor) as work:
                await commands.change_role(work, learner.id, role=Role.INSTRUCTOR)
        case _:
            change = {"current": PASSWORD, "new": "another walk by the canal"}
            async with product.unit_of_work(learner.actor) as work:
                await commands.change_password(
                    work, inputs=PasswordChange.model_validate(change), guard=product.guard
                )

    assert not (await fresh(product).for_cookie(browser.cookie)).is_signed_in
    with pytest.raises(NotSignedIn):
        await fresh(product).for_access_token(pair.access_token)
    assert await refresh(product, pair.refresh_token) is None


async def test_changing_the_password_keeps_the_browser_that_did_it(
    product: Runtime, learner: Person
) -> None:
    here = await sign_in_browser(product, learner)
    there = await sign_in_browser(product, learner)
    change = {"current": PASSWORD, "new": "another walk by the canal"}
    async with product.unit_of_work(await product.actors.for_cookie(here.cookie)) as work:
        await commands.change_password(
            work, inputs=PasswordChange.model_validate(change), guard=product.guard
        )
    assert (await fresh(product).for_cookie(here.cookie)).is_signed_in
    assert not (await fresh(product).for_cookie(there.cookie)).is_signed_in


async def test_a_refresh_token_is_exchanged_once(product: Runtime, learner: Person) -> None:
    first = await issue(product, learner)
    second = await refresh(product, first.refresh_token)
    assert second is not None
    assert (await fresh(product).for_access_token(second.access_token)).user_id == learner.id


async def test_using_a_refresh_token_twice_ends_everything_that_came_from_it(
    product: Runtime, learner: Person
) -> None:
    first = await issue(product, learner)
    second = await refresh(product, first.refresh_token)
    assert second is not None

    assert await refresh(product, first.refresh_token) is None

    assert await refresh(product, second.refresh_token) is None
    with pytest.raises(NotSignedIn):
        await fresh(product).for_access_token(second.access_token)


async def test_reusing_a_refresh_token_leaves_other_programs_alone(
    product: Runtime, learner: Person
) -> None:
    stolen = await issue(product, learner)
    other = await issue(product, learner)
    await refresh(product, stolen.refresh_token)
    await refresh(product, stolen.refresh_token)
    assert (await fresh(product).for_access_token(other.access_token)).is_signed_in


async def test_a_weaker_hash_is_replaced_at_sign_in(product: Runtime, learner: Person) -> None:
    weaker = type(product.guard.passwords)(memory_kib=32, passes=1)
    async with product.unit_of_work(learner.actor) as work:
        user = await work.session.get_one(User, learner.id)
        user.password_hash = old = await weaker.hash(PASSWORD)
    assert await attempt(product, learner, PASSWORD)
    async with product.reader(learner.actor) as reader:
        user = await reader.session.get_one(User, learner.id)
        assert user.password_hash is not None
        assert user.password_hash != old
    assert await attempt(product, learner, PASSWORD)


async def test_people_see_their_own_sessions_and_can_end_one(
    product: Runtime, learner: Person
) -> None:
    here = await sign_in_browser(product, learner)
    there = await sign_in_browser(product, learner)
    actor = await product.actors.for_cookie(here.cookie)
    async with product.reader(actor) as reader:
        sessions = await queries.list_sessions(reader)
    assert [one.is_current for one in sessions].count(True) == 1
    assert {one.address for one in sessions} == {"192.0.2.0/24"}

    other = next(one for one in sessions if not one.is_current)
    async with product.unit_of_work(actor) as work:
        await sign_in.end_session(work, other.id)
    assert not (await fresh(product).for_cookie(there.cookie)).is_signed_in
    assert (await fresh(product).for_cookie(here.cookie)).is_signed_in
