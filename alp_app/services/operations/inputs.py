"""What may come in."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.jobspecs.base import Queue
from alp_app.kit.ids import CourseId
from alp_app.models.job import JobState
from alp_app.models.usage import Measure, Period, Scope
from alp_app.services.operations.usage_views import By

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


class UseFilter(BaseModel):
    """Which work of engines, and how it is summed up."""

    model_config = ConfigDict(frozen=True)

    by: By = "person"
    key: str | None = Field(default=None, max_length=100)
    """Only what is in the sum with this key."""
    period: Period = Period.MONTH
    """The present one."""


class LimitInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    scope: Scope
    subject: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = Field(
        default="",
        description="E-mail address of a person, or name of a class. Empty: each that has no limit of "
        "its own.",
    )
    measure: Measure
    period: Period
    amount: int = Field(ge=0, le=2_000_000_000)
