"""What a reader's page gets: a lesson prepared once, when it is published, and the outline around it.

HTML in here is safe to insert as it is (see `markup`). No field says which answer is right.
Names that Reflex keeps for itself (`items`, `values`, `entries`, …) are avoided.
"""

from datetime import datetime
from typing import Literal
from uuid import UUID

from alp_app.kit.ids import (
    BlockId,
    CourseId,
    LessonId,
    ModuleId,
    QuestionId,
    QuestionVersionId,
    SourceId,
)
from alp_app.models.content import Verdict, Writer
from alp_app.models.course import Bloom, Level
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.views import View


class CitationMark(View):
    """The small number behind a statement, with what it opens."""

    number: int
    """Of the entry in the lesson's list of references."""
    title: str
    page: int | None = None
    quote: str = ""
    source_id: SourceId | None = None
    passage_id: UUID | None = None


class ReferenceView(View):
    """One entry of the list under a lesson: a work and a page of it."""

    number: int
    title: str
    """Name of the teacher's file, or the published work: author, title, year."""
    source_id: SourceId | None = None
    """None: a published work."""
    page: int | None = None
    quotes: tuple[str, ...] = ()


class SentenceView(View):
    id: UUID
    html: str
    writer: Writer = Writer.HUMAN
    verdict: Verdict | None = None
    """What the check against the sources found; None where nothing was checked."""
    citations: tuple[CitationMark, ...] = ()


class QuantityView(View):
    mathml: str
    meaning_html: str


class LegendView(View):
    mark: str
    meaning_html: str


class QuestionView(AskedView):
    """A question as it is asked. The key, the reasons and the explanation come with the verdict."""

    question_id: QuestionId
    question_version_id: QuestionVersionId
    number: int
    """Counts from 1 in its quiz."""
    is_varied: bool = False
    """Each learner gets values of their own; here are those of an example."""


BlockType = Literal[
    "heading",
    "text",
    "list",
    "table",
    "formula",
    "callout",
    "code",
    "figure",
    "model",
    "video",
    "file",
    "quiz",
]


class ReadingBlock(View):
    """One block of any type. Fields that a type does not use keep their empty value."""

    id: BlockId
    type: BlockType

    number: str = ""
    """`7.1`: lesson and place among the headings, figures, tables or formulas. Figures, models and
    videos are counted together."""
    title: str = ""
    """Plain text: the words of a heading, the title of a callout, a quiz or a file."""
    level: int = 2
    """Of a heading: 2 or 3."""

    sentences: tuple[SentenceView, ...] = ()
    """Of text and callouts."""
    tone: Literal["note", "warning", "danger"] = "note"
    is_ordered: bool = False
    list_items: tuple[tuple[SentenceView, ...], ...] = ()

    caption_html: str = ""
    header: tuple[str, ...] = ()
    """HTML of a table's column heads."""
    rows: tuple[tuple[str, ...], ...] = ()
    """HTML of a table's cells."""

    mathml: str = ""
    latex: str = ""
    where: tuple[QuantityView, ...] = ()

    language: str = ""
    code: str = ""
    """As it was typed, for copying."""
    code_html: str = ""

    src: str = ""
    """Address of the picture, the GLB, the video or the file. Empty while it is not made yet."""
    small_src: str = ""
    """A smaller picture, or `src` again."""
    dark_src: str = ""
    """The picture for a dark page, when there is one."""
    poster_src: str = ""
    """A still of a model or a video."""
    captions_src: str = ""
    """WebVTT of a video."""
    width: int = 0
    height: int = 0
    """Pixels of the picture or the poster; 0 when unknown."""
    alt: str = ""
    legend: tuple[LegendView, ...] = ()
    maker: str = ""
    """The model that made the picture; empty for a person."""
    is_placeholder: bool = False
    """Neither a model nor a person made it: to be said next to it."""
    filename: str = ""
    media_type: str = ""
    size: int = 0
    """Bytes."""

    questions: tuple[QuestionView, ...] = ()
    held_questions: int = 0
    """Not asked any more: their keys were held since this was published."""
    passing_percent: int = 0


class ReadingDocument(View):
    """A whole lesson, ready for a page."""

    lesson_id: LessonId
    number: int
    """Counts from 1 through the course; 0 outside of one."""
    title: str
    summary: str = ""
    objectives: tuple[str, ...] = ()
    objective_ids: tuple[UUID, ...] = ()
    minutes: int
    is_required: bool = True
    """The course is not completed without it."""
    question_count: int = 0
    blocks: tuple[ReadingBlock, ...] = ()
    references: tuple[ReferenceView, ...] = ()

    statements: int = 0
    """Sentences of text, lists and callouts."""
    sourced_statements: int = 0
    """Those of them that cite something."""
    accepted_statements: int = 0
    """Those that a person vouches for instead."""
    models: tuple[str, ...] = ()
    """Models that wrote sentences or questions still in it."""
    is_human_edited: bool = False
    """People wrote some of its sentences or questions, or all of them."""
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    is_edited_since_review: bool = False


class OutlineObjective(View):
    id: UUID
    text: str
    bloom: Bloom


class OutlineLesson(View):
    id: LessonId
    number: int
    """Counts from 1 through the course."""
    title: str
    summary: str = ""
    minutes: int = 0
    question_count: int = 0
    is_reviewed: bool = False
    is_required: bool = True
    """The course is not completed without it."""
    objective_ids: tuple[UUID, ...] = ()
    """What it leads to."""


class OutlineModule(View):
    id: ModuleId
    number: int
    title: str
    summary: str = ""
    lessons: tuple[OutlineLesson, ...] = ()


class CoverView(View):
    """The picture of a course. `src` is empty when there is none: the page draws its own."""

    src: str = ""
    small_src: str = ""
    dark_src: str = ""
    """The picture for a dark page, when there is one."""
    width: int = 0
    height: int = 0
    maker: str = ""
    is_placeholder: bool = False


class CourseOutline(View):
    """A published course without its lessons' words: `CourseVersion.outline`."""

    course_id: CourseId
    slug: str
    title: str
    summary: str = ""
    subject: str = ""
    audience: str = ""
    level: Level
    language: str
    author: str = ""
    """Display name of the owner; empty for a course that comes with the product."""
    minutes: int
    lesson_count: int
    question_count: int = 0
    reviewed_lesson_count: int = 0
    quiz_percent: int = 0
    """What each quiz of a required lesson needs for the course to be completed; 0: passing is enough."""
    models: tuple[str, ...] = ()
    """Models that wrote parts of it."""
    cover: CoverView = CoverView()
    objectives: tuple[OutlineObjective, ...] = ()
    modules: tuple[OutlineModule, ...] = ()
