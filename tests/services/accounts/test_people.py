"""Making accounts, and what administrators do with them."""

import asyncio

import pytest
from sqlmodel import col, select

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import OrganisationId, new_uuid
from alp_app.kit.pages import BadCursor, PageRequest
from alp_app.models.account import Organisation, User
from alp_app.models.audit import AuditEvent
from alp_app.runtime import Runtime, owner_setup_url
from alp_app.security.actor import Actor, Role
from alp_app.security.passwords import WeakPassword
from alp_app.services.accounts import commands, queries
from alp_app.services.accounts.errors import (
    EmailNeeded,
    EmailTaken,
    LastAdmin,
    NotSetUp,
    PersonNotFound,
    SetupLinkEnded,
)
from alp_app.services.accounts.inputs import Claim, NewPerson, Registration
from alp_app.services.accounts.views import SignedIn
from tests.support.people import CLIENT, PASSWORD, make_person, make_school, sign_in_browser


async def claim(product: Runtime, token: str, **changes: str | None) -> SignedIn:
    values = {"display_name": "Olga", "email": "olga@example.org", "password": PASSWORD} | changes
    given = {name: value for name, value in values.items() if value is not None}
    async with product.unit_of_work(await product.actors.visitor()) as work:
        return await commands.claim_setup_link(
            work,
            token=token,
            inputs=Claim.model_validate(given),
            client=CLIENT,
            guard=product.guard,
        )


async def register(product: Runtime, email: str, password: str = PASSWORD) -> None:
    values = {"display_name": "Mara", "email": email, "password": password}
    async with product.unit_of_work(await product.actors.visitor()) as work:
        await commands.register_account(
            work, inputs=Registration.model_validate(values), client=CLIENT, guard=product.guard
        )


async def setup_token(product: Runtime) -> str:
    url = await owner_setup_url(product)
    assert url is not None
    assert url.startswith(f"{product.settings.public_url}/set-up?token=")
    return url.partition("token=")[2]


async def names_in_audit(product: Runtime) -> list[str]:
    async with product.sessions() as session:
        statement = select(AuditEvent.name).order_by(col(AuditEvent.id))
        return list((await session.scalars(statement)).all())


async def test_before_the_first_start_there_is_no_school(product: Runtime) -> None:
    with pytest.raises(NotSetUp):
        await product.actors.visitor()


async def test_the_first_link_makes_the_school_and_its_owner(product: Runtime) -> None:
    signed_in = await claim(product, await setup_token(product), organisation_name="Canal School")
    assert signed_in.role is Role.ADMIN
    assert await owner_setup_url(product) is None
    async with product.sessions() as session:
        assert (await session.scalars(select(Organisation.name))).all() == ["Canal School"]
    assert "setup_link.claimed" in await names_in_audit(product)


async def test_a_link_is_used_once(product: Runtime) -> None:
    token = await setup_token(product)
    await claim(product, token)
    with pytest.raises(SetupLinkEnded):
        await claim(product, token, email="second@example.org")


async def test_two_claims_at_the_same_moment_make_one_owner(product: Runtime) -> None:
    token = await setup_token(product)
    outcomes = await asyncio.gather(
        *(claim(product, token, email=f"owner{number}@example.org") for number in range(4)),
        return_exceptions=True,
    )
    assert sum(isinstance(outcome, SignedIn) for outcome in outcomes) == 1
    assert sum(isinstance(outcome, SetupLinkEnded) for outcome in outcomes) == 3


async def test_a_new_link_ends_the_one_before(product: Runtime) -> None:
    first = await setup_token(product)
    second = await setup_token(product)
    with pytest.raises(SetupLinkEnded):
        await claim(product, first)
    assert (await claim(product, second)).role is Role.ADMIN


async def test_a_refused_password_leaves_the_link_usable(product: Runtime) -> None:
    token = await setup_token(product)
    with pytest.raises(WeakPassword):
        await claim(product, token, password="password123")  # noqa: S106 - a bad one
    with pytest.raises(EmailNeeded):
        await claim(product, token, email=None)
    assert (await claim(product, token)).role is Role.ADMIN


async def test_an_invited_person_gets_the_role_that_was_meant(product: Runtime) -> None:
    admin = await make_person(product, await make_school(product), Role.ADMIN)
    values = {"display_name": "Ivo", "email": "ivo@example.org", "role": "instructor"}
    async with product.unit_of_work(admin.actor) as work:
        made = await commands.create_person(work, inputs=NewPerson.model_validate(values))
    assert not made.person.has_password

    async with product.reader(await product.actors.visitor()) as reader:
        link = await queries.get_setup_link(reader, made.setup_token)
    assert (link.role, link.email, link.is_owner) == (Role.INSTRUCTOR, "ivo@example.org", False)

    signed_in = await claim(product, made.setup_token, email=None, display_name="Ivo I.")
    assert (signed_in.role, signed_in.user_id) == (Role.INSTRUCTOR, made.person.id)


async def test_a_new_password_by_link_signs_everything_else_out(product: Runtime) -> None:
    visitor = await make_school(product)
    admin = await make_person(product, visitor, Role.ADMIN)
    learner = await make_person(product, visitor)
    browser = await sign_in_browser(product, learner)
    async with product.unit_of_work(admin.actor) as work:
        token = await commands.create_setup_link(work, user_id=learner.id)
    await claim(product, token, email=None, password="another walk by the canal")  # noqa: S106 - a made-up one
    actor = await type(product.actors)(product.sessions, product.guard.tokens).for_cookie(
        browser.cookie
    )
    assert not actor.is_signed_in


async def test_whoever_registers_is_a_learner(product: Runtime) -> None:
    await make_school(product)
    await register(product, "mara@example.org")
    async with product.sessions() as session:
        user = (await session.scalars(select(User))).one()
    assert user.role is Role.LEARNER
    assert user.password_hash is not None
    assert PASSWORD not in user.password_hash


async def test_an_address_belongs_to_one_person_however_it_is_written(product: Runtime) -> None:
    await make_school(product)
    await register(product, "mara@example.org")
    with pytest.raises(EmailTaken):
        await register(product, "Mara@Example.org")


async def test_two_who_want_one_address_at_the_same_moment_do_not_both_get_it(
    product: Runtime,
) -> None:
    await make_school(product)
    outcomes = await asyncio.gather(
        *(register(product, "mara@example.org") for _ in range(4)), return_exceptions=True
    )
    assert sum(outcome is None for outcome in outcomes) == 1
    assert sum(isinstance(outcome, EmailTaken) for outcome in outcomes) == 3


async def test_there_is_always_an_administrator(product: Runtime) -> None:
    visitor = await make_school(product)
    one = await make_person(product, visitor, Role.ADMIN)
    other = await make_person(product, visitor, Role.ADMIN)

    async def remove(who: Actor, whom: Actor) -> None:
        async with product.unit_of_work(who) as work:
            assert whom.user_id is not None
            await commands.change_role(work, whom.user_id, role=Role.LEARNER)

    outcomes = await asyncio.gather(
        remove(one.actor, other.actor), remove(other.actor, one.actor), return_exceptions=True
    )
    assert [type(outcome) for outcome in outcomes].count(LastAdmin) == 1
    left = one if outcomes[0] is None else other
    async with product.unit_of_work(left.actor) as work:
        with pytest.raises(LastAdmin):
            await commands.disable_person(work, left.id)


async def test_only_administrators_touch_other_people(product: Runtime) -> None:
    visitor = await make_school(product)
    teacher = await make_person(product, visitor, Role.INSTRUCTOR)
    learner = await make_person(product, visitor)
    async with product.unit_of_work(teacher.actor) as work:
        with pytest.raises(Forbidden):
            await commands.change_role(work, learner.id, role=Role.ADMIN)
        with pytest.raises(Forbidden):
            await commands.disable_person(work, learner.id)
        with pytest.raises(Forbidden):
            await commands.create_setup_link(work, user_id=learner.id)
        with pytest.raises(Forbidden):
            await queries.list_people(work, PageRequest())


async def test_another_schools_people_are_not_there(product: Runtime) -> None:
    admin = await make_person(product, await make_school(product), Role.ADMIN)
    elsewhere = Actor(organisation_id=OrganisationId(new_uuid()))
    async with product.unit_of_work(elsewhere) as work:
        work.session.add(Organisation(id=elsewhere.organisation_id, name="Elsewhere"))
    stranger = await make_person(product, elsewhere)
    async with product.unit_of_work(admin.actor) as work:
        with pytest.raises(PersonNotFound):
            await commands.disable_person(work, stranger.id)
        people = await queries.list_people(work, PageRequest())
    assert [person.id for person in people.items] == [admin.id]


async def test_people_come_a_page_at_a_time_each_once(product: Runtime) -> None:
    visitor = await make_school(product)
    admin = await make_person(product, visitor, Role.ADMIN)
    made = [admin, *[await make_person(product, visitor) for _ in range(6)]]
    seen: list[str] = []
    cursor = None
    async with product.reader(admin.actor) as reader:
        for _ in range(3):
            page = await queries.list_people(reader, PageRequest(limit=3, cursor=cursor))
            seen += [person.email or "" for person in page.items]
            cursor = page.next_cursor
        assert cursor is None
        found = await queries.list_people(reader, PageRequest(), search=made[2].email.upper())
    assert seen == [person.email for person in reversed(made)]
    assert [person.id for person in found.items] == [made[2].id]


@pytest.mark.parametrize("cursor", ["", "x", "WyJhIl0", "WyJhIiwiYiJd", "W10", "bnVsbA"])
async def test_a_cursor_from_elsewhere_is_refused(product: Runtime, cursor: str) -> None:
    admin = await make_person(product, await make_school(product), Role.ADMIN)
    async with product.reader(admin.actor) as reader:
        with pytest.raises(BadCursor):
            await queries.list_people(reader, PageRequest(cursor=cursor))


async def test_the_audit_log_holds_ids_and_no_names(product: Runtime) -> None:
    await claim(product, await setup_token(product), organisation_name="Canal School")
    await register(product, "mara@example.org")
    async with product.sessions() as session:
        events = (await session.scalars(select(AuditEvent))).all()
    assert {"account.registered", "account.signed_in"} <= {event.name for event in events}
    written = " ".join(str(event.facts) for event in events)
    for personal in ("mara", "olga", "Olga", "Canal", "example.org"):
        assert personal not in written
