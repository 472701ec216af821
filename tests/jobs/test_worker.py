"""The worker as it is started: a process for one queue, with the product's own work."""

import asyncio
import re
import signal
import subprocess
import sys
import time
from collections.abc import AsyncGenerator, Generator
from pathlib import Path

import pytest
from redis import Redis

from alp_app import __version__
from alp_app.jobspecs.privacy import KeepRetention
from alp_app.kit import clock
from alp_app.kit.ids import JobId
from alp_app.models.job import JobState
from alp_app.settings import ROOT, child_environment
from alp_app.unit_of_work import unit_of_work
from jobs.queue import RqQueue, connect
from tests.jobs.workshop import Workshop
from tests.support.product import RecordedBoard
from tests.support.stack import Stack

START_SECONDS = 240


@pytest.fixture
async def redis(stack: Stack) -> AsyncGenerator[Redis]:
    client = connect(stack.redis_url)
    client.flushdb()
    yield client
    client.close()


@pytest.fixture
def worker(stack: Stack, workshop: Workshop, tmp_path: Path) -> Generator[subprocess.Popen[bytes]]:
    """`python -m alp_app.worker --queue default`, told where everything is by its environment."""
    assert workshop
    settings = stack.settings
    addresses = {
        "ALP_HOME": str(tmp_path),
        "ALP_DATABASE_URL": settings.database.url,
        "ALP_REDIS_URL": settings.redis.url,
        "ALP_S3_ENDPOINT": settings.s3.endpoint,
        "ALP_S3_ACCESS_KEY": settings.s3.access_key,
        "ALP_S3_SECRET_KEY": settings.s3.secret_key.get_secret_value(),
        "ALP_S3_BUCKET": settings.s3.bucket,
        "ALP_WEB_SECRET": "a secret for tests that is long enough",
        "ALP_JOBS_RECONCILE_SECONDS": "0.2",
    }
    with (tmp_path / "worker.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "alp_app.worker", "--queue", "default"],
            cwd=ROOT,
            env=child_environment(**addresses),
            stdout=log,
            stderr=log,
        )
    yield process
    process.kill()
    process.wait()


async def request(workshop: Workshop, redis: Redis) -> JobId:
    queue = RqQueue(redis, workshop.sessions)
    async with unit_of_work(workshop.sessions, queue, RecordedBoard(), workshop.actor) as work:
        return await work.request(KeepRetention(slot=clock.now()))


async def finish(workshop: Workshop, job_id: JobId) -> None:
    give_up = time.monotonic() + START_SECONDS
    while (await workshop.job(job_id)).state is not JobState.DONE:
        assert time.monotonic() < give_up
        await asyncio.sleep(0.1)


async def test_a_worker_serves_its_queue_says_so_and_leaves_in_order(
    workshop: Workshop, redis: Redis, worker: subprocess.Popen[bytes]
):
    job_id = await request(workshop, redis)
    await finish(workshop, job_id)
    [row] = await workshop.execute("SELECT * FROM worker_process")
    assert (row.queue, row.pid, row.version) == ("default", worker.pid, __version__)
    assert (await workshop.job(job_id)).worker == row.name

    # Rung by nobody: the reconciler beside the worker finds it.
    unheard = await workshop.request(KeepRetention(slot=clock.now()))
    await finish(workshop, unheard)

    worker.send_signal(signal.SIGTERM)
    assert worker.wait(timeout=START_SECONDS) == 0
    [count] = await workshop.execute("SELECT count(*) FROM worker_process")
    assert count == (0,)


def test_the_version_is_the_projects():
    declared = re.search(r'^version = "(.+)"$', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    assert declared is not None
    assert declared[1] == __version__
