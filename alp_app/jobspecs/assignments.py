"""Work on what learners hand in."""

from datetime import timedelta

from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import SubmissionFileId


class ScanFile(JobSpec):
    """Look for malware in a file. Until that is done nobody can open it."""

    kind = "assignments.scan_file"
    retry_after = tuple(timedelta(seconds=pause) for pause in (2, 15, 60, 300, 1800))
    max_failures = 6

    file_id: SubmissionFileId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.file_id}"
