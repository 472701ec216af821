"""The jobs in the bar at the top: what is being made for me, whatever page I am on."""

from collections.abc import AsyncGenerator, Sequence
from datetime import timedelta
from typing import Any

import reflex as rx

from alp_app.kit import clock
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.operations.inputs import JobFilter
from alp_app.services.operations.queries import count_jobs, list_jobs
from state.base import handler
from state.live import Live
from state.operations.job_rows import JobRow, job_row

SHOWN = 6
FAILED_FOR = timedelta(days=1)
"""A failure is pointed out for as long."""


class TrayState(Live, rx.State):
    jobs: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """`components.shell.model.TrayJob`s."""
    active: int = 0
    failed: int = 0

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        yield TrayState.watch

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("job")]

    async def _refresh(self) -> None:
        active = JobFilter(group="active", is_mine=True)
        recent = JobFilter(is_mine=True, ended_since=clock.now() - FAILED_FOR)
        async with self._reader() as reader:
            page = await list_jobs(reader, active, PageRequest(limit=SHOWN))
            counts = await count_jobs(reader, recent)
        self.jobs = [_tray_job(job_row(job)) for job in page.items]
        self.active = counts.running + counts.waiting
        self.failed = counts.failed


def _tray_job(job: JobRow) -> dict[str, Any]:
    return {
        "id": job.id,
        "href": job.course_href or f"/jobs/{job.id}",
        "state": job.state,
        "title_key": f"job_kind.{job.kind}",
        "about": job.course,
        "stage_key": job.doing_key,
        "facts": job.doing_facts,
        "percent": job.percent,
    }
