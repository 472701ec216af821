"""Ways in which a run of a job fails that belong to the job layer itself."""

from datetime import timedelta

from alp_app.kit.errors import AppError, Conflict
from alp_app.models.job import JobError


class StageFailed(Exception):
    """A required child failed; its parent fails with the same words."""

    def __init__(self, stage: str, error: JobError) -> None:
        super().__init__(f"{stage}: {error.message}")
        self.stage = stage
        self.error = error


class StageCancelled(Conflict):
    code = "job.stage_cancelled"
    hint = "Retry to do what is missing."

    def __init__(self, stage: str) -> None:
        super().__init__("A part of this work was cancelled.", stage=stage)


class RunTimedOut(AppError):
    """Worth a retry: finished steps are kept, so the next run has less to do."""

    code = "job.timed_out"
    status = 504
    hint = "Retry to go on after the last finished step."

    def __init__(self, limit: timedelta) -> None:
        minutes = max(1, round(limit.total_seconds() / 60))
        super().__init__(
            f"This took longer than the {minutes} minutes it may take.", minutes=minutes
        )


class UnknownKind(AppError):
    code = "job.unknown_kind"
    status = 501
    hint = "Update this worker: the job was asked for by a newer version."

    def __init__(self, kind: str) -> None:
        super().__init__(f"This worker does not know the work “{kind}”.", kind=kind)
