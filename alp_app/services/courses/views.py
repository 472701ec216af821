"""What the rest of the product may see of a course and its draft. Immutable, safe to send out."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import AssetId, BlockId, ChangeId, CourseId, LessonId, ModuleId, QuestionId
from alp_app.models.content import BlockContent
from alp_app.models.course import Bloom, Course, Level, Objective
from alp_app.models.keys import KeyVerdict
from alp_app.models.questions import QuestionContent


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class CourseView(View):
    id: CourseId
    slug: str
    title: str
    summary: str
    subject: str
    audience: str
    level: Level
    language: str
    cover_asset_id: AssetId | None
    quiz_percent: int = 0
    is_published: bool
    updated_at: datetime

    @classmethod
    def of(cls, course: Course) -> "CourseView":
        return cls(
            id=course.id,
            slug=course.slug,
            title=course.title,
            summary=course.summary,
            subject=course.subject,
            audience=course.audience,
            level=course.level,
            language=course.language,
            cover_asset_id=course.cover_asset_id,
            quiz_percent=course.quiz_percent,
            is_published=course.published_version_id is not None,
            updated_at=course.updated_at,
        )


class AuthoredCourseView(CourseView):
    """A course in its author's list."""

    lesson_count: int
    reviewed_count: int
    version_number: int | None
    """None: never published."""
    has_unpublished_edits: bool


class ChangeView(View):
    """An edit that was made, and the id that takes it back."""

    change_id: ChangeId
    name: str
    """As in the audit log: `lesson.deleted`."""
    subject_id: UUID


class ObjectiveView(View):
    id: UUID
    text: str
    bloom: Bloom
    model: str
    """Name of the model that wrote it; empty for a person."""

    @classmethod
    def of(cls, objective: Objective) -> "ObjectiveView":
        return cls(
            id=objective.id,
            text=objective.text,
            bloom=objective.bloom,
            model=objective.origin.model,
        )


class LessonOutlineView(View):
    id: LessonId
    number: int
    """Counts through the whole course, from 1."""
    title: str
    minutes: int
    model: str
    is_reviewed: bool
    is_required: bool
    is_written: bool
    """It holds at least one block."""
    statements: int
    """Sentences of its text, lists and callouts."""
    sourced: int
    """Those of them that cite something."""


class ModuleOutlineView(View):
    id: ModuleId
    title: str
    summary: str
    lessons: tuple[LessonOutlineView, ...]


class DraftView(View):
    """The whole outline of a draft, for the side of the editor."""

    course: CourseView
    objectives: tuple[ObjectiveView, ...]
    modules: tuple[ModuleOutlineView, ...]
    has_brief: bool
    """It was, or can be, generated from a brief."""


class QuestionDraftView(View):
    """A question with its key: for editors only."""

    id: QuestionId
    content: QuestionContent
    verdict: KeyVerdict
    """Whether its key may decide marks."""


class BlockDraftView(View):
    id: BlockId
    revision: int
    content: BlockContent
    text: str
    """The block's sentences as one editable text; list items one per line."""
    models: tuple[str, ...]
    """Models that wrote sentences no person has touched since."""
    questions: tuple[QuestionDraftView, ...]
    """Of a quiz block, in order."""


class LessonDraftView(View):
    id: LessonId
    course_id: CourseId
    module_id: ModuleId
    number: int
    title: str
    summary: str
    minutes: int
    is_required: bool
    model: str
    reviewed_at: datetime | None
    reviewer: str
    """Display name; empty when not reviewed."""
    blocks: tuple[BlockDraftView, ...]


class FindingView(View):
    """One line of the checklist before publishing."""

    key: str
    is_blocking: bool
    count: int
    lesson_id: LessonId | None
    lesson_title: str
    block_id: BlockId | None
    sentence_id: UUID | None = None


class ChecklistView(View):
    course_id: CourseId
    findings: tuple[FindingView, ...]
    is_ready: bool
    is_ready_without_held: bool
    """Nothing but held answer keys stands in the way."""


class PublishedView(View):
    course_id: CourseId
    slug: str
    version_number: int
    lesson_count: int
