"""Runs a piece of work from the command line, in the name of the school's first administrator.

Whoever may use the command line may read the database anyway; the audit log still says what was
done, with `command line` in place of a request's id.
"""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import click
from sqlmodel import col, select

from alp_app import runtime
from alp_app.local.home import Home
from alp_app.models.account import User
from alp_app.security.actor import Actor, Role
from alp_app.settings import current
from alp_app.unit_of_work import UnitOfWork

REQUEST = "command line"

T = TypeVar("T")


def run(work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    """Do `work` in one transaction, with what runs now."""
    return asyncio.run(_run(work))


def address() -> str:
    """Where people open the pages of what runs now."""
    settings = current()
    running = Home(settings.home).running().get("web", {})
    return settings.web.public_url or f"http://localhost:{running.get('port', settings.web.port)}"


async def _run(work: Callable[[UnitOfWork], Awaitable[T]]) -> T:
    settings = current()
    if not (settings.database.url and settings.redis.url and settings.s3.endpoint):
        raise click.ClickException(f"Nothing runs in {settings.home}. Start it with ./alp up.")
    async with runtime.build(settings) as running:
        operator = await find_operator(running)
        if operator is None:
            raise click.ClickException(
                "Nobody has claimed the owner's account yet. Open the link that ./alp up prints."
            )
        async with running.unit_of_work(operator, REQUEST) as opened:
            return await work(opened)


async def find_operator(running: runtime.Runtime) -> Actor | None:
    """The first administrator who can sign in."""
    statement = (
        select(User)
        .where(
            col(User.role) == Role.ADMIN,
            col(User.disabled_at).is_(None),
            col(User.password_hash).is_not(None),
        )
        .order_by(col(User.created_at))
        .limit(1)
    )
    async with running.sessions() as session:
        owner = (await session.scalars(statement)).first()
    if owner is None:
        return None
    return Actor(organisation_id=owner.organisation_id, user_id=owner.id, role=owner.role)
