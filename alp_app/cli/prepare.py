"""What `alp up` does between starting the stores and serving pages."""

import asyncio
import logging
import time

import click

from alp_app import runtime
from alp_app.db import migrate
from alp_app.local.home import Home
from alp_app.security.actor import Actor, Role
from alp_app.services.operations.engines import fetch_what_is_missing
from alp_app.services.operations.seeding import seed
from alp_app.settings import Settings, current

POLL_SECONDS = 0.05


@click.command(hidden=True)
def prepare() -> None:
    """Migrate, seed, ask for what the engines lack; print the set-up link while there is no owner."""
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
        organisation_id = await seed(running.unit_of_work, running.objects)
        product = Actor(organisation_id=organisation_id, role=Role.ADMIN)
        async with running.unit_of_work(product) as work:
            await fetch_what_is_missing(work, running.providers)
        return await runtime.owner_setup_url(running)
