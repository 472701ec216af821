"""What the clock does to tests, and the look at files that answer them."""

from datetime import timedelta

from alp_app.jobspecs.base import JobSpec
from alp_app.jobspecs.operations import PeriodicSpec
from alp_app.kit.ids import ExamFileId


class KeepExamTime(PeriodicSpec):
    """Hand in the attempts whose time is over, and show the scores of tests that have closed."""

    kind = "exams.keep_time"


class ScanExamFile(JobSpec):
    """Look for malware in a file that answers a question. Until that is done nobody can open it."""

    kind = "exams.scan_file"
    retry_after = tuple(timedelta(seconds=pause) for pause in (2, 15, 60, 300, 1800))
    max_failures = 6

    file_id: ExamFileId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.file_id}"
