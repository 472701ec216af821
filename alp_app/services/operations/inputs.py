"""What may come in."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from alp_app.jobspecs.base import Queue
from alp_app.kit.ids import CourseId
from alp_app.models.job import JobState

Group = Literal["active", "running", "waiting", "failed", "done"]
"""States that people look for together; `rules.GROUPS` says which."""


class JobFilter(BaseModel):
    """Which jobs to list: those that meet everything that is given."""

    # An address holds the page beside it, so that other names are none of its business.
    model_config = ConfigDict(frozen=True)

    state: JobState | None = None
    group: Group | None = None
    kind: str | None = Field(default=None, max_length=100)
    queue: Queue | None = None
    course_id: CourseId | None = None
    search: str = Field(default="", max_length=100)
    """Looked for in kinds, courses' titles, people's names and error messages."""
    is_mine: bool = False
    """Only what I asked for, and what is for a course of mine."""
    ended_since: datetime | None = None
    """Of those that ended, only the ones that ended after this."""
    with_stages: bool = False
    """Also the children of other jobs. One that failed without failing its parent is always listed."""
