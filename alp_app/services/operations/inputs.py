"""What may come in."""

from pydantic import BaseModel, ConfigDict, Field

from alp_app.jobspecs.base import Queue
from alp_app.kit.ids import CourseId
from alp_app.models.job import JobState


class JobFilter(BaseModel):
    """Which jobs to list: those that meet everything that is given."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: JobState | None = None
    kind: str | None = Field(default=None, max_length=100)
    queue: Queue | None = None
    course_id: CourseId | None = None
    search: str = Field(default="", max_length=100)
    """Looked for in kinds, courses' titles and error messages."""
    with_stages: bool = False
    """Also the children of other jobs."""
