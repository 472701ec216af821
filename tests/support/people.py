"""Makes schools and the people in them, and signs them in."""

from dataclasses import dataclass
from itertools import count

from alp_app.kit.ids import OrganisationId, UserId, new_uuid
from alp_app.models.account import User
from alp_app.runtime import Runtime
from alp_app.security.actor import Actor, Role
from alp_app.security.cookies import SESSION_COOKIE
from alp_app.services.accounts import commands, sign_in
from alp_app.services.accounts.inputs import Client, SignIn

PASSWORD = "a long walk by the canal"  # noqa: S105 - nobody's
CLIENT = Client(address="192.0.2.7", user_agent="Tests")

_numbers = count(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody with an account, signed in nowhere yet."""

    actor: Actor
    email: str

    @property
    def id(self) -> UserId:
        assert self.actor.user_id is not None
        return self.actor.user_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Browser:
    """A signed-in browser."""

    token: str

    @property
    def cookie(self) -> str:
        return f"{SESSION_COOKIE}={self.token}"


async def make_school(product: Runtime, name: str = "Canal School") -> Actor:
    """A school without people, and the visitor who stands before it."""
    visitor = Actor(organisation_id=OrganisationId(new_uuid()))
    async with product.unit_of_work(visitor) as work:
        await commands.create_school(work, name=name)
    return visitor


async def make_person(
    product: Runtime, visitor: Actor, role: Role = Role.LEARNER, email: str = ""
) -> Person:
    email = email or f"person{next(_numbers)}@example.org"
    user = User(
        organisation_id=visitor.organisation_id,
        email=email,
        display_name=f"{role.value} {email}",
        role=role,
        password_hash=await product.guard.passwords.hash(PASSWORD),
    )
    async with product.unit_of_work(visitor) as work:
        work.session.add(user)
    actor = Actor(organisation_id=user.organisation_id, user_id=user.id, role=role)
    return Person(actor=actor, email=email)


async def sign_in_browser(product: Runtime, person: Person, client: Client = CLIENT) -> Browser:
    visitor = Actor(organisation_id=person.actor.organisation_id)
    async with product.unit_of_work(visitor) as work:
        signed_in = await sign_in.sign_in(
            work,
            inputs=SignIn.model_validate({"email": person.email, "password": PASSWORD}),
            client=client,
            guard=product.guard,
        )
    assert signed_in is not None
    return Browser(token=signed_in.token)
