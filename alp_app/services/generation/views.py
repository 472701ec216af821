"""What the rest of the product may see of a draft that is being generated."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, JobId, LessonId, SourceId
from alp_app.models.course import Brief


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class StartedView(View):
    course_id: CourseId
    job_id: JobId


class SourceToRead(View):
    id: SourceId
    filename: str
    media_type: str
    sha256: str


class LessonToWrite(View):
    id: LessonId
    number: int
    title: str
    summary: str
    module: str
    objectives: tuple[str, ...]
    objective_ids: tuple[UUID, ...]
    """In the order of `objectives`."""
    headings: tuple[str, ...]
    text: str
    """What is in it so far, plain; empty when nothing is."""
    has_quiz: bool
    has_picture: bool
    picture_prompt: str


class Material(View):
    """Everything that the stages need to know of a draft."""

    course_id: CourseId
    title: str
    subject: str
    summary: str
    brief: Brief
    objectives: tuple[str, ...]
    objective_ids: tuple[UUID, ...]
    sources: tuple[SourceToRead, ...]
    lessons: tuple[LessonToWrite, ...]
    has_cover: bool
    has_model: bool
