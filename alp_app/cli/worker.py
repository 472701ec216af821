"""`alp worker`: work on one queue, here or on another machine."""

import os
import sys

import click

from alp_app.cli.up import QUEUES
from alp_app.settings import current

ADDRESSES = ("ALP_DATABASE_URL", "ALP_REDIS_URL", "ALP_S3_ENDPOINT")


@click.command()
@click.option(
    "--queue",
    "queues",
    type=click.Choice(QUEUES),
    required=True,
    multiple=True,
    help="A queue to work on; name several to work on each in a process of its own.",
)
def worker(queues: tuple[str, ...]) -> None:
    """Work on the jobs of a queue until Ctrl-C.

    On another machine, set ALP_DATABASE_URL, ALP_REDIS_URL, the ALP_S3_ settings and ALP_WEB_SECRET
    to those of the installation.
    """
    settings = current()
    addresses = (settings.database.url, settings.redis.url, settings.s3.endpoint)
    missing = [name for name, address in zip(ADDRESSES, addresses, strict=True) if not address]
    if missing:
        raise click.ClickException(
            f"There is nothing to work for: {', '.join(missing)} not set, and no `alp up` runs in "
            f"{settings.home}. Start one, or set them."
        )
    options = [f"--queue={queue}" for queue in queues]
    command = [sys.executable, "-m", "alp_app.worker", *options]
    os.execv(sys.executable, command)  # noqa: S606 - becomes the worker: signals reach it directly
