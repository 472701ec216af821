"""Writing lessons in other words: one that somebody waits for, and a module ahead of its reader."""

from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import JobSpec, Queue
from alp_app.jobspecs.generation import ENGINE_PAUSES
from alp_app.kit.ids import CourseVersionId, LessonId, ModuleId


class FittingSpec(JobSpec):
    """For one kind of preferences. Nothing in it tells whose they are."""

    version_id: CourseVersionId
    preference_key: str

    queue: ClassVar[Queue] = "text"
    timeout: ClassVar[timedelta] = timedelta(hours=2)
    retry_after: ClassVar[tuple[timedelta, ...]] = ENGINE_PAUSES
    is_once: ClassVar[bool] = False
    is_metered: ClassVar[bool] = True


class WriteVariant(FittingSpec):
    """One lesson."""

    kind = "fitting.write_variant"
    priority: ClassVar[int] = 10

    lesson_id: LessonId
    content_hash: str

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.lesson_id}:{self.content_hash}:{self.preference_key}"


class PrepareModule(FittingSpec):
    """The lessons of one module that nobody has asked for yet, when nobody else waits."""

    kind = "fitting.prepare_module"
    priority: ClassVar[int] = -10

    module_id: ModuleId

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.version_id}:{self.module_id}:{self.preference_key}"
