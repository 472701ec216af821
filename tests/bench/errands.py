"""A job that does nothing, and a worker for it: what is left is what jobs themselves cost."""

import asyncio
import json
from uuid import UUID

from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import JobId
from alp_app.settings import Settings
from alp_app.worker import QueueWorker, run_one
from jobs.context import JobContext
from jobs.registry import bind
from tests.support.shared_servers import IsolatedSettings

ENTRY = "tests.bench.errands.run_job"
START = "import sys; from tests.bench.errands import main; main(sys.argv[1])"


class Errand(JobSpec):
    kind = "bench.errand"

    number: int

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.number}"


class Place:
    """Where this worker works; set once, before anything is forked."""

    settings: Settings


async def do_nothing(context: JobContext, _: Errand) -> None:
    await context.checkpoint()


def run_job(job_id: str) -> None:
    handlers = [bind(Errand, do_nothing)]
    asyncio.run(run_one(Place.settings, handlers, JobId(UUID(job_id))))


def main(settings: str) -> None:
    """Work until killed."""
    Place.settings = IsolatedSettings(**json.loads(settings))
    QueueWorker("default", Place.settings).work(logging_level="WARNING")
