"""Upkeep that the product asks of itself."""

from datetime import datetime, timedelta

from alp_app.jobspecs.base import JobSpec


class PeriodicSpec(JobSpec):
    """Work for one period. `slot` is the period's beginning, so that it is done once for each."""

    slot: datetime

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.slot.isoformat()}"


class SweepObjects(PeriodicSpec):
    """Remove stored bytes that nothing names."""

    kind = "operations.sweep_objects"
    timeout = timedelta(hours=1)


class ForgetOldJobs(PeriodicSpec):
    """Remove jobs that ended long ago."""

    kind = "operations.forget_old_jobs"
