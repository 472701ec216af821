"""`alp db`: the shape of the database."""

import asyncio
from collections.abc import Callable

import click
from alembic.util import CommandError

from alp_app import settings as product_settings
from alp_app.cli.progress import Progress
from alp_app.db import migrate
from alp_app.local.stores import embedded
from alp_app.settings import Settings, current


@click.group()
def db() -> None:
    """Migrate the database, and write migrations."""


@db.command()
def upgrade() -> None:
    """Apply the migrations that are missing."""
    _with_database(migrate.upgrade)
    click.echo("The database is up to date.")


@db.command()
def check() -> None:
    """Fail when the models say something that no migration does."""
    _with_database(migrate.check)


@db.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write the next migration from what the models say. MESSAGE is its title."""
    _with_database(lambda settings: migrate.revise(settings, message))


def _with_database(work: Callable[[Settings], None]) -> None:
    """Use the database that runs, or run the embedded one for the while."""
    settings = current()
    try:
        if settings.database.url:
            work(settings)
        else:
            asyncio.run(_with_embedded_database(settings, work))
    except CommandError as error:
        raise click.ClickException(str(error)) from error


async def _with_embedded_database(settings: Settings, work: Callable[[Settings], None]) -> None:
    async with embedded(settings, Progress().say):
        await asyncio.to_thread(work, product_settings.load(home=settings.home))
