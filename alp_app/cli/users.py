"""`alp users`: see and mend accounts when nobody can sign in to do it."""

from collections.abc import AsyncGenerator

import click
from pydantic import ValidationError

from alp_app.cli import operator
from alp_app.kit.ids import UserId
from alp_app.kit.pages import MAXIMUM_LIMIT, PageRequest
from alp_app.security.actor import Role
from alp_app.services.accounts import commands, queries
from alp_app.services.accounts.access import find_user_by_email
from alp_app.services.accounts.errors import PersonNotFound
from alp_app.services.accounts.inputs import NewPerson
from alp_app.services.accounts.views import PersonView
from alp_app.unit_of_work import UnitOfWork

role_argument = click.argument("role", type=click.Choice([role.value for role in Role]))
email_argument = click.argument("email")


@click.group()
def users() -> None:
    """See people, invite them, and mend their access."""


@users.command("list")
def list_users() -> None:
    """Everybody, the newest first."""

    async def work(opened: UnitOfWork) -> None:
        async for person in _everybody(opened):
            state = "disabled" if person.is_disabled else "" if person.has_password else "invited"
            click.echo(f"{person.role:10} {person.email or '-':32} {person.display_name}  {state}")

    operator.run(work)


@users.command()
@click.argument("name")
@email_argument
@role_argument
def add(name: str, email: str, role: str) -> None:
    """Invite somebody; prints the link with which they choose a password."""
    try:
        inputs = NewPerson(display_name=name, email=email, role=Role(role))
    except ValidationError as error:
        problem = error.errors()[0]
        field = str(problem["loc"][0]).replace("_", " ")
        raise click.BadParameter(f"{problem['input']!r} is no valid {field}.") from error

    async def work(opened: UnitOfWork) -> str:
        return (await commands.create_person(opened, inputs=inputs)).setup_token

    _show_link(operator.run(work))


@users.command()
@email_argument
def link(email: str) -> None:
    """Print a link with which somebody chooses a new password; it works once."""

    async def work(opened: UnitOfWork) -> str:
        return await commands.create_setup_link(opened, user_id=await _find(opened, email))

    _show_link(operator.run(work))


@users.command()
@email_argument
@role_argument
def role(email: str, role: str) -> None:
    """Give somebody another role; they sign in again."""

    async def work(opened: UnitOfWork) -> None:
        await commands.change_role(opened, await _find(opened, email), role=Role(role))

    operator.run(work)
    click.echo(f"{email} is {role} now.")


@users.command()
@email_argument
def disable(email: str) -> None:
    """End somebody's access everywhere. What they made stays."""

    async def work(opened: UnitOfWork) -> None:
        await commands.disable_person(opened, await _find(opened, email))

    operator.run(work)
    click.echo(f"{email} has no access any more.")


@users.command()
@email_argument
def enable(email: str) -> None:
    """Let somebody in again."""

    async def work(opened: UnitOfWork) -> None:
        await commands.enable_person(opened, await _find(opened, email))

    operator.run(work)
    click.echo(f"{email} can sign in again.")


async def _find(opened: UnitOfWork, email: str) -> UserId:
    user = await find_user_by_email(opened.session, email)
    if user is None:
        raise PersonNotFound
    return user.id


async def _everybody(opened: UnitOfWork) -> AsyncGenerator[PersonView]:
    cursor: str | None = None
    while True:
        page = await queries.list_people(opened, PageRequest(limit=MAXIMUM_LIMIT, cursor=cursor))
        for person in page.items:
            yield person
        if (cursor := page.next_cursor) is None:
            return


def _show_link(token: str) -> None:
    click.echo(f"{operator.address()}/set-up?token={token}")
