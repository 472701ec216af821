"""What learners see of their own study. Immutable, safe to send to a browser.

Only a `Verdict` says which answer is right, and a verdict exists only once there is an answer.
"""

from datetime import date, datetime
from typing import Literal

from alp_app.kit.ids import (
    AssignmentId,
    AttemptId,
    BlockId,
    ClassroomId,
    CourseId,
    EnrolmentId,
    ExamId,
    LessonId,
    ModuleId,
    QuestionVersionId,
)
from alp_app.services.assessment.views import Verdict
from alp_app.services.courses.reading_views import (
    CourseOutline,
    CoverView,
    QuestionView,
    ReadingDocument,
)
from alp_app.services.courses.views import View
from alp_app.services.mastery.views import ObjectiveStanding


class LessonLink(View):
    id: LessonId
    number: int
    title: str


class LessonLock(View):
    """Why a lesson is not open yet for a learner of a class, and how it opens."""

    lesson_id: LessonId
    opens_at: datetime | None
    """The date that has not come; None when only other lessons are missing."""
    missing: tuple[LessonLink, ...]
    """Lessons to be completed first."""


class ModuleStanding(View):
    """How much of what a module requires is done."""

    module_id: ModuleId
    done: int
    total: int


class MissingView(View):
    """One thing that somebody still has to do before their course is completed."""

    kind: Literal["lesson", "quiz", "assignment", "test", "column"]
    """Complete the lesson, or do its quiz again: it was passed, but the course asks for more. Or hand
    in what a class asks for, or get a better mark for it."""
    lesson_id: LessonId | None = None
    number: int | None = None
    """Of a lesson or quiz."""
    title: str
    percent: int | None = None
    """What is asked for, of a quiz or of the work of a class; 0: handing in is enough."""
    best: int | None = None
    """Of a quiz: the learner's best so far, rounded down."""
    assignment_id: AssignmentId | None = None
    exam_id: ExamId | None = None
    classroom_id: ClassroomId | None = None
    """Of the work of a class."""


class AdviceView(View):
    """One thing to study next."""

    kind: Literal["review", "strengthen", "next_lesson", "locked"]
    """Practise what is due, go over a lesson again, go on, or wait for the lesson ahead to open."""
    due: int = 0
    """Questions to practise."""
    lesson: LessonLink | None = None
    objective: ObjectiveStanding | None = None
    """Why: what the lesson leads to, and how much of it was shown."""
    lock: LessonLock | None = None


class CourseAdvice(View):
    """What to study next in one course, the first thing first, and what was shown so far."""

    course_id: CourseId
    slug: str
    title: str
    advice: tuple[AdviceView, ...]
    objectives: tuple[ObjectiveStanding, ...]


class EnrolmentView(View):
    id: EnrolmentId
    course_id: CourseId
    classroom_id: ClassroomId | None = None
    """None: the learner takes the course for themselves."""
    lessons_done: int
    lessons_total: int
    last_lesson_id: LessonId | None
    active_at: datetime
    completed_at: datetime | None
    enrolled_at: datetime


class PlaceView(View):
    """Where to land when a lesson is opened again."""

    lesson_id: LessonId
    block_id: BlockId | None
    video_seconds: float | None
    placed_at: datetime | None
    opened_at: datetime
    completed_at: datetime | None


class PlacesSaved(View):
    """Which reports are kept now. Both kinds need not be sent again."""

    saved_at: datetime
    saved: tuple[str, ...]
    """`client_id` of each report that is kept, now or since an earlier try."""
    refused: tuple[str, ...] = ()
    """`client_id` of reports about lessons that this learner does not read."""


class ProgressView(View):
    """How far one learner is in one course."""

    enrolment: EnrolmentView
    completed_lesson_ids: tuple[LessonId, ...]
    next_lesson_id: LessonId | None
    """Where to go on; None when every lesson is done."""
    places: tuple[PlaceView, ...]
    locks: tuple[LessonLock, ...] = ()
    """Lessons that are not open yet, in a class with a release plan."""
    modules: tuple[ModuleStanding, ...] = ()
    """In the order of the course; modules that require nothing are left out."""
    missing: tuple[MissingView, ...] = ()
    """What is still to be done before the course is completed."""


class AttemptView(View):
    """One go at a quiz, with the verdicts so far."""

    id: AttemptId
    lesson_id: LessonId
    block_id: BlockId
    number: int
    question_version_ids: tuple[QuestionVersionId, ...]
    variants: tuple[QuestionView, ...] = ()
    """Of the questions that vary, with this learner's values."""
    verdicts: tuple[Verdict, ...]
    score: float
    """Points, of `max_score`."""
    max_score: float
    passing_percent: int
    is_passed: bool | None
    """None until every question is answered."""
    started_at: datetime
    finished_at: datetime | None


class AnswerView(View):
    is_accepted: bool
    """False: this question was answered otherwise before. The verdict is the one given then."""
    verdict: Verdict
    attempt: AttemptView
    is_lesson_completed: bool
    is_course_completed: bool


class CompletionView(View):
    enrolment: EnrolmentView
    lesson_id: LessonId
    completed_at: datetime
    is_course_completed: bool
    next_lesson_id: LessonId | None


class StoppedAt(View):
    """The last thing with a number or a name that a reader had reached."""

    kind: Literal["start", "heading", "figure", "table", "formula"]
    number: str = ""
    title: str = ""
    """Of a heading."""
    minutes_left: int
    """In this lesson, from its remaining words and questions."""


class MyCourseView(View):
    course_id: CourseId
    slug: str
    title: str
    is_reviewed: bool
    cover: CoverView
    enrolment: EnrolmentView
    next_lesson_id: LessonId | None
    next_lesson_title: str
    next_lesson_number: int
    """0 when every lesson is done."""
    class_name: str = ""
    """Empty when the learner takes the course for themselves."""
    lock: LessonLock | None = None
    """Why even the next lesson cannot be opened yet."""
    missing: tuple[MissingView, ...] = ()
    """What is still to be done before the course is completed."""


class ContinueView(View):
    """The one thing to do next."""

    course: MyCourseView
    module_number: int
    module_title: str
    stopped_at: StoppedAt
    saved_at: datetime | None
    """When the place was saved; None when the lesson was not opened yet."""


class DayMinutes(View):
    day: date
    minutes: int


class HomeView(View):
    continue_with: ContinueView | None
    """None when there is nothing to go on with."""
    courses: tuple[MyCourseView, ...]
    week: tuple[DayMinutes, ...]
    """Monday to Sunday of the present week in the learner's zone."""


class QuizStanding(View):
    block_id: BlockId
    is_passed: bool
    attempt: AttemptView | None
    """The latest attempt at the questions as they are asked now."""
    variants: tuple[QuestionView, ...] = ()
    """Of the questions that vary, with the values of this learner's next attempt. Empty when there is
    one already."""


class LessonPage(View):
    """A lesson as one person reads it."""

    course_id: CourseId
    slug: str
    reading: ReadingDocument
    outline: CourseOutline
    previous: LessonLink | None
    next: LessonLink | None
    enrolment: EnrolmentView | None
    """None for staff who look without being enrolled: nothing is saved for them."""
    locks: tuple[LessonLock, ...] = ()
    """Lessons of the course that are not open yet for this person."""
    lock: LessonLock | None = None
    """Of this lesson: `reading` has no blocks then."""
    completed_lesson_ids: tuple[LessonId, ...] = ()
    place: PlaceView | None = None
    quizzes: tuple[QuizStanding, ...] = ()
