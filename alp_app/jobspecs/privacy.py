"""Work on what is held about people."""

from datetime import timedelta

from alp_app.jobspecs.base import JobSpec
from alp_app.jobspecs.operations import PeriodicSpec
from alp_app.kit.ids import DataExportId, ErasureId

PAUSES = tuple(timedelta(seconds=pause) for pause in (2, 15, 60, 300))


class PrepareExport(JobSpec):
    """Put everything that is held about somebody into one file for them."""

    kind = "privacy.prepare_export"
    timeout = timedelta(hours=1)
    retry_after = PAUSES

    export_id: DataExportId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.export_id}"


class EraseAccount(JobSpec):
    """Remove an account and everything that is held about its person."""

    kind = "privacy.erase_account"
    timeout = timedelta(hours=1)
    retry_after = PAUSES

    erasure_id: ErasureId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.erasure_id}"


class KeepRetention(PeriodicSpec):
    """Remove what has been kept long enough."""

    kind = "privacy.keep_retention"
    timeout = timedelta(hours=6)
