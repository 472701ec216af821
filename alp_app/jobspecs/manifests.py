"""Work on the record of how things were made."""

from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import JobSpec, Queue
from alp_app.jobspecs.generation import ENGINE_PAUSES
from alp_app.kit.ids import CourseId, RerunId


class RerunText(JobSpec):
    """Send a text's request again to the same engine, and compare."""

    kind = "manifests.rerun_text"
    is_metered: ClassVar[bool] = True
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(minutes=30)
    retry_after = ENGINE_PAUSES

    course_id: CourseId  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - never None here
    rerun_id: RerunId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.rerun_id}"


class RerunPicture(RerunText):
    kind = "manifests.rerun_picture"
    queue: ClassVar[Queue] = "gpu"


class RerunScene(RerunText):
    kind = "manifests.rerun_scene"
    queue: ClassVar[Queue] = "media"


class PackEvidence(JobSpec):
    """Put all that speaks for a course into one signed file."""

    kind = "manifests.pack_evidence"
    timeout = timedelta(minutes=30)
    retry_after = ENGINE_PAUSES
    is_once: ClassVar[bool] = False

    course_id: CourseId  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - never None here

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.course_id}"
