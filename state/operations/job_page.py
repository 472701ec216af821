"""/jobs/[job_id]: one job with everything that was kept about it."""

import json
from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.kit.ids import JobId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.operations.queries import get_job
from alp_app.services.operations.views import ArtifactView, JobDetail
from state.base import handler
from state.live import Live
from state.operations.job_rows import (
    JobRow,
    LogRow,
    StepRow,
    job_row,
    log_rows,
    step_rows,
    timeline,
)
from state.reflex_internals import route_argument


class JobPageState(Live, rx.State):
    is_missing: bool = False
    is_failed: bool = False
    job: JobRow | None = None
    parent_href: str = ""
    timeline: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    steps: rx.Field[list[StepRow]] = rx.field(default_factory=list[StepRow])
    stages: rx.Field[list[JobRow]] = rx.field(default_factory=list[JobRow])
    artifacts: rx.Field[list[ArtifactView]] = rx.field(default_factory=list[ArtifactView])
    parameters: rx.Field[list[tuple[str, str]]] = rx.field(default_factory=list[tuple[str, str]])
    """What the job was asked for, name by name."""
    log: rx.Field[list[LogRow]] = rx.field(default_factory=list[LogRow])
    _job_id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._job_id = route_argument("job_id")
        try:
            await self._refresh()
        except NotFound:
            self.is_missing = True
            return
        except Exception:
            # Whatever it is, the page must not go on looking as if it were loading.
            self.is_failed = True
            yield
            raise
        yield JobPageState.watch

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("job")]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            detail = await get_job(reader, JobId(read_id(self._job_id)))
        self.job = job_row(detail.job)
        self.parent_href = f"/jobs/{detail.job.parent_id}" if detail.job.parent_id else ""
        self.timeline = timeline(detail)
        self.steps = step_rows(detail.steps)
        self.stages = [job_row(stage) for stage in detail.stages]
        self.artifacts = list(detail.artifacts)
        self.parameters = _parameters(detail)
        self.log = log_rows(detail)


def _parameters(detail: JobDetail) -> list[tuple[str, str]]:
    return [
        (name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))
        for name, value in detail.args.items()
        if value is not None
    ]
