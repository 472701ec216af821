"""Reading the teacher's files, and keeping what finds their passages."""

from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import JobSpec
from alp_app.jobspecs.operations import PeriodicSpec
from alp_app.kit.ids import SourceId

ENGINE_PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""An engine that does not answer is asked again after these."""


class ReadSource(JobSpec):
    """Fetch, parse, index: everything that a source still lacks."""

    kind = "sources.read_source"
    timeout = timedelta(minutes=30)
    retry_after: ClassVar[tuple[timedelta, ...]] = ENGINE_PAUSES
    is_once: ClassVar[bool] = False

    source_id: SourceId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.source_id}"


class KeepIndex(PeriodicSpec):
    """Have sources indexed again whose vectors are another model's, or words another language's."""

    kind = "sources.keep_index"
    timeout = timedelta(minutes=10)
