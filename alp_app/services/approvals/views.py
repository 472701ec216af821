"""What people may see of a review. Immutable, safe to send out."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import BlockId, CourseId, LessonId, ReviewCommentId, ReviewId, UserId
from alp_app.models.approval import Anchor, ReviewState, Strictness
from alp_app.models.course import Bloom
from alp_app.services.courses.views import FindingView


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class PersonName(View):
    id: UserId
    name: str


class CommentView(View):
    id: ReviewCommentId
    author: str
    body: str
    created_at: datetime


class CommentThread(View):
    id: ReviewCommentId
    anchor: Anchor
    anchor_id: UUID
    lesson_id: LessonId | None
    lesson_title: str
    quote: str
    """The words as they were when it was written."""
    is_gone: bool
    """What it was about is not in the draft any more."""
    is_reworded: bool
    """It is still there, in other words."""
    comments: tuple[CommentView, ...]
    """The first began the thread."""
    resolved_at: datetime | None
    resolved_by: str


class ReviewView(View):
    id: ReviewId
    state: ReviewState
    reviewers: tuple[PersonName, ...]
    requested_by: str
    requested_at: datetime
    note: str
    decided_by: str
    decided_at: datetime | None
    decision_note: str
    version_number: int | None
    """Of what was approved."""


class LessonToReview(View):
    id: LessonId
    number: int
    title: str
    open_threads: int


class DeskView(View):
    """All that one needs to decide on a course."""

    course_id: CourseId
    slug: str
    title: str
    state: str
    """draft, in_review, approved or published."""
    is_edited_since: bool
    """The draft is not what was approved or published any more."""
    content_hash: str
    needs_approval: bool
    needs_two_people: bool
    can_edit: bool
    can_decide: bool
    why_not: str
    """`two_people` or `not_named`; empty where the actor can decide."""
    review: ReviewView | None
    """The latest."""
    history: tuple[ReviewView, ...]
    findings: tuple[FindingView, ...]
    is_ready: bool
    lessons: tuple[LessonToReview, ...]
    threads: tuple[CommentThread, ...]
    staff: tuple[PersonName, ...]
    """Who could be asked to review; for whoever may send."""


class SentenceToReview(View):
    id: UUID
    text: str
    model: str
    """Empty where a person wrote it."""
    sources: int
    support: str
    """The verdict of its check; empty where nothing was checked."""
    threads: int
    """Open ones."""


class PartToReview(View):
    """A block, in the order of the lesson."""

    id: BlockId
    type: str
    title: str
    """A heading, a caption, a description: what stands for a block without sentences."""
    sentences: tuple[SentenceToReview, ...]
    questions: tuple[SentenceToReview, ...]
    threads: int


class LessonReading(View):
    lesson_id: LessonId
    title: str
    summary: str
    parts: tuple[PartToReview, ...]
    ease: float | None
    """Reading ease, 0 very hard to 100 very easy; None where it is not measured."""
    grade: float | None
    formula: str


class CoverageCell(View):
    is_taught: bool
    items: int


class CoverageLesson(View):
    id: LessonId
    number: int
    title: str


class CoverageRow(View):
    objective_id: UUID
    text: str
    bloom: Bloom
    cells: tuple[CoverageCell, ...]
    """One for each lesson, in order."""
    lessons: int
    items: int


class CoverageView(View):
    """Which lesson leads to which objective, and which questions ask about it."""

    course_id: CourseId
    title: str
    lessons: tuple[CoverageLesson, ...]
    rows: tuple[CoverageRow, ...]


class StrictnessLine(View):
    key: str
    strictness: Strictness | None
    """None: as the product has it."""


class RulesView(View):
    needs_approval: bool
    needs_two_people: bool
    lines: tuple[StrictnessLine, ...]
