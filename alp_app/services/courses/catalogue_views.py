"""What anybody may see of published courses: the catalogue and the page of one course."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from alp_app.kit.ids import CourseId, LessonId
from alp_app.models.course import Level
from alp_app.services.courses.reading_views import CourseOutline, CoverView
from alp_app.services.courses.views import View


def _without_zeros(value: object) -> object:
    """The database keeps no zero characters, so that none can be found."""
    return value.replace("\0", "") if isinstance(value, str) else value


Words = Annotated[str, BeforeValidator(_without_zeros), StringConstraints(max_length=200)]


class Length(StrEnum):
    SHORT = "short"
    """Under an hour."""
    MEDIUM = "medium"
    """One to three hours."""
    LONG = "long"


class CatalogueFilter(BaseModel):
    """Which courses to show. An empty choice asks for all; within a choice, any will do."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    text: Words = ""
    subjects: tuple[Words, ...] = Field(default=(), max_length=50)
    levels: tuple[Level, ...] = Field(default=(), max_length=3)
    languages: tuple[Words, ...] = Field(default=(), max_length=50)
    lengths: tuple[Length, ...] = Field(default=(), max_length=3)
    is_reviewed: bool | None = None


class CatalogueEntry(View):
    course_id: CourseId
    slug: str
    title: str
    summary: str
    subject: str
    level: Level
    language: str
    minutes: int
    lesson_count: int
    is_reviewed: bool
    """People have reviewed every lesson."""
    models: tuple[str, ...]
    """Models that wrote parts of it; empty when people wrote it all."""
    cover: CoverView
    published_at: datetime
    is_enrolled: bool
    lessons_done: int
    """Of the person who asks; 0 when not enrolled."""
    is_completed: bool


class FacetValue(View):
    value: str
    count: int
    """Courses that choosing this as well would show, with the other choices as they are."""
    is_chosen: bool


class CatalogueFacets(View):
    total: int
    """Courses that fit all choices."""
    subjects: tuple[FacetValue, ...]
    levels: tuple[FacetValue, ...]
    languages: tuple[FacetValue, ...]
    lengths: tuple[FacetValue, ...]
    review: tuple[FacetValue, ...]
    """`true` and `false`."""


class MyStanding(View):
    """Where the person who asks is in a course."""

    lessons_done: int
    lessons_total: int
    completed_lesson_ids: tuple[LessonId, ...]
    next_lesson_id: LessonId | None
    """The lesson to continue with; None when every lesson is done."""
    enrolled_at: datetime
    active_at: datetime
    completed_at: datetime | None


class CoursePage(View):
    outline: CourseOutline
    version_number: int
    published_at: datetime
    is_reviewed: bool
    is_archived: bool
    """Out of the catalogue: only who is enrolled, or may edit it, still sees this page."""
    can_edit: bool
    standing: MyStanding | None
    """None when not enrolled."""
