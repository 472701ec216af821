"""What `alp up` does between starting the stores and serving pages."""

import asyncio
import logging
import time

import click

from alp_app import runtime
from alp_app.db import migrate
from alp_app.local.home import Home
from alp_app.services.operations.seeding import seed
from alp_app.settings import Settings, current

POLL_SECONDS = 0.05


@click.command(hidden=True)
def prepare() -> None:
    """Migrate and seed; print the owner's set-up link while nobody has used one."""
    logging.basicConfig(level=logging.INFO)
    home = Home(Settings().home)
    while not home.run_file.exists():
        time.sleep(POLL_SECONDS)
    settings = current()
    migrate.upgrade(settings)
    if link := asyncio.run(_fill(settings)):
        click.echo(link)


async def _fill(settings: Settings) -> str | None:
    async with runtime.build(settings) as running:
        await running.objects.prepare()
        await seed(running.unit_of_work, running.objects)
        return await runtime.owner_setup_url(running)
