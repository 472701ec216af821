"""Figures as they are shown, each with the rows that it counts."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from alp_app.kit.ids import ClassroomId, CourseId, LessonId, ModuleId, QuestionId, UserId
from alp_app.kit.pages import DEFAULT_LIMIT, MAXIMUM_LIMIT
from alp_app.models.course import Bloom
from alp_app.services.courses.views import View
from alp_app.services.insights.attention import Attention, Sign
from alp_app.services.insights.sources import RowKind
from alp_app.services.mastery.rules import Mastery

RowState = Literal[
    "active", "quiet", "never", "done", "begun", "not_begun", "stopped", "right", "wrong",
    "in_time", "late", "missing",
]  # fmt: skip
RowSort = Literal["who", "what", "value", "at"]


class RowFilter(View):
    """Which rows: all of a kind, or those about one thing."""

    of: RowKind
    user_id: UserId | None = None
    module_id: ModuleId | None = None
    lesson_id: LessonId | None = None
    """Of answers, also a test."""
    question_id: QuestionId | None = None
    objective_id: UUID | None = None
    week: date | None = None
    """Its Monday."""
    state: RowState | None = None


class RowRequest(RowFilter):
    sort: RowSort = "who"
    is_descending: bool = False
    limit: Annotated[int, Field(ge=1, le=MAXIMUM_LIMIT)] = DEFAULT_LIMIT
    cursor: str | None = None


class InsightRow(View):
    """One thing that somebody did or did not do."""

    user_id: UserId | None
    """None where nobody is named."""
    who: str
    """In a course: the class."""
    what: str
    place: str
    state: RowState
    value: float | None
    total: float | None
    at: datetime | None


class Count(View):
    """A figure: how many rows there are of these."""

    n: int
    rows: RowFilter


class Share(View):
    """Right answers among all, and between which shares of 100 the true one most likely lies."""

    answers: Count
    right: Count
    low: int
    high: int
    mastery: Mastery
    """`too_few`: the share tells nothing yet."""


class WeekFigures(View):
    week: date
    active: Count


class ModuleFigures(View):
    id: ModuleId
    number: int
    title: str
    done: Count
    begun: Count
    not_begun: Count


class QuestionFigures(View):
    id: QuestionId
    stem: str
    place: str
    """The lesson or test that asks it first."""
    share: Share
    statistics_href: str = ""
    """Where its options and key are looked at more closely."""
    discrimination: float | None = None
    """Correlation with the score on the other questions; None for too few answers."""


class ObjectiveFigures(View):
    id: UUID
    text: str
    bloom: Bloom
    lessons: tuple[str, ...]
    """Titles of those that carry it."""
    share: Share


class Evidence(View):
    sign: Sign
    is_strong: bool
    facts: Mapping[str, str | int]
    rows: Count


class LearnerStanding(View):
    user_id: UserId
    name: str
    attention: Attention
    evidence: tuple[Evidence, ...]
    worked_at: datetime | None
    due: Count
    missing: Count
    lessons_done: Count
    answers: Count
    right: Count


class ClassInsight(View):
    id: ClassroomId
    name: str
    course_id: CourseId
    course_title: str
    as_of: datetime
    """The end of a class that is over, otherwise now."""
    learners: Count
    active: Count
    quiet: Count
    never: Count
    due: Count
    missing: Count
    weeks: tuple[WeekFigures, ...]
    modules: tuple[ModuleFigures, ...]
    questions: tuple[QuestionFigures, ...]
    """The hardest first; those with too few answers last."""
    objectives: tuple[ObjectiveFigures, ...]
    standings: tuple[LearnerStanding, ...]
    """Who needs attention most first."""


class LearnerModule(View):
    id: ModuleId
    number: int
    title: str
    done: Count
    total: int


class LessonToRepeat(View):
    id: LessonId
    title: str
    share: Share


class LearnerInsight(View):
    user_id: UserId
    name: str
    course_slug: str
    course_title: str
    weeks: tuple[WeekFigures, ...]
    """With the days of each on which they worked."""
    lessons_done: Count
    lessons_total: int
    modules: tuple[LearnerModule, ...]
    objectives: tuple[ObjectiveFigures, ...]
    answers: Count
    right: Count
    due: Count
    missing: Count
    next_lesson_id: LessonId | None
    next_lesson_title: str
    repeat: tuple[LessonToRepeat, ...]
    """Lessons whose questions went wrong most, at most three."""


class LearnerEvidence(View):
    """One learner, for their teachers."""

    class_name: str
    standing: LearnerStanding
    insight: LearnerInsight


class LessonFigures(View):
    id: LessonId
    number: int
    title: str
    module: str
    opened: Count
    done: Count
    stopped: Count
    """It is the last one they opened, and they have done nothing for 14 days."""


class CourseInsight(View):
    course_id: CourseId
    slug: str
    title: str
    classes: int
    learners: Count
    active: Count
    lessons: tuple[LessonFigures, ...]
    questions: tuple[QuestionFigures, ...]
    objectives: tuple[ObjectiveFigures, ...]
