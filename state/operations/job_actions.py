"""Cancelling and retrying a job, from whatever page shows it."""

from collections.abc import AsyncGenerator
from typing import Any

import reflex as rx

from alp_app.kit.ids import JobId
from alp_app.security.policies import Policy
from alp_app.services.operations import commands
from state.base import CoreAccess, handler
from state.notices import notice


class JobActionsState(CoreAccess, rx.State):
    """Pages that show the job hear of the change like of any other."""

    @handler(Policy.STAFF)
    async def cancel(self, job_id: JobId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await commands.cancel_job(work, job_id)
        yield notice("job.cancelling")

    @handler(Policy.STAFF)
    async def retry(self, job_id: JobId) -> AsyncGenerator[Any]:
        """Go on after the last finished step."""
        async with self._work() as work:
            await commands.retry_job(work, job_id)
        yield notice("job.retrying")
