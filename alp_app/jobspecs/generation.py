"""Drafting a course: one parent, and a child for each stage that a teacher watches."""

from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import JobSpec, Queue
from alp_app.kit.ids import CourseId

ENGINE_PAUSES = (timedelta(seconds=5), timedelta(seconds=30), timedelta(minutes=2))
"""An engine that does not answer is asked again after these."""


class GenerationSpec(JobSpec):
    """Work on one draft. `round` tells a second generation of the same course from the first."""

    course_id: CourseId  # pyright: ignore[reportIncompatibleVariableOverride, reportGeneralTypeIssues] - never None here
    round: int = 1

    retry_after: ClassVar[tuple[timedelta, ...]] = ENGINE_PAUSES

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.course_id}:{self.round}"


class GenerateCourse(GenerationSpec):
    """Parse, plan, write, question, illustrate: the parent of all stages."""

    kind = "generation.generate_course"
    timeout = timedelta(minutes=5)
    is_told: ClassVar[bool] = True
    is_metered: ClassVar[bool] = True

    lessons: int = 1

    @property
    def units(self) -> int:
        return self.lessons


class ReadSources(GenerationSpec):
    kind = "generation.read_sources"
    timeout = timedelta(minutes=30)


class FindTopics(GenerationSpec):
    """Sum up long material, part by part, so that all of it can be planned from."""

    kind = "generation.find_topics"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=4)


class WriteObjectives(GenerationSpec):
    kind = "generation.write_objectives"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(minutes=30)


class WriteSyllabus(GenerationSpec):
    kind = "generation.write_syllabus"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(minutes=30)


class WriteLessons(GenerationSpec):
    kind = "generation.write_lessons"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=8)


class WriteQuizzes(GenerationSpec):
    kind = "generation.write_quizzes"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=4)


class DrawPictures(GenerationSpec):
    kind = "generation.draw_pictures"
    queue: ClassVar[Queue] = "gpu"
    timeout = timedelta(hours=4)


class BuildModel(GenerationSpec):
    kind = "generation.build_model"
    queue: ClassVar[Queue] = "media"
    timeout = timedelta(minutes=30)
