"""Work on the installation itself."""

from datetime import datetime, timedelta
from typing import ClassVar

from alp_app.jobspecs.base import JobSpec, Queue


class FetchEnginePart(JobSpec):
    """Bring a large file that a built-in engine needs."""

    kind = "operations.fetch_engine_part"
    queue: ClassVar[Queue] = "media"
    timeout = timedelta(hours=6)
    retry_after = (timedelta(seconds=20), timedelta(minutes=2), timedelta(minutes=15))
    is_once: ClassVar[bool] = False
    """A file that was deleted may be fetched again."""

    part: str
    """`EnginePart.name`."""

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.part}"


class PeriodicSpec(JobSpec):
    """Work for one period. `slot` is the period's beginning, so that it is done once for each."""

    slot: datetime

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.slot.isoformat()}"


class SweepObjects(PeriodicSpec):
    """Forget uploads that nobody went on with, and remove stored bytes that nothing names."""

    kind = "operations.sweep_objects"
    timeout = timedelta(hours=1)
