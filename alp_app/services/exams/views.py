"""What teachers see of tests. Keys included: never for learners."""

from collections.abc import Mapping
from datetime import datetime

from alp_app.kit.ids import (
    ClassroomId,
    CourseId,
    ExamAttemptId,
    ExamId,
    ExamRegradeId,
    GradeCategoryId,
    GradeItemId,
    QuestionId,
    QuestionVersionId,
    UserId,
)
from alp_app.models.exams import AttemptState, Counting, ExamSection, Feedback, FeedbackTime
from alp_app.services.assessment.statistics import QuizFigures
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.views import View
from alp_app.services.exams.sitting_views import AnsweredFile


class ChosenView(View):
    """A question that a test names, for who makes the test."""

    id: QuestionId
    name: str
    stem: str
    type: str


class ExamView(View):
    """A test with everything that is set in it."""

    id: ExamId
    classroom_id: ClassroomId
    course_id: CourseId
    class_name: str
    item_id: GradeItemId
    category_id: GradeCategoryId
    title: str
    instructions: str
    points: str
    questions: int
    sections: tuple[ExamSection, ...]
    chosen: tuple[ChosenView, ...]
    minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    opens_on_clock: str
    """In the class's time zone, as a form field takes it; empty for none."""
    closes_on_clock: str
    attempts: int
    counting: Counting
    is_shuffled: bool
    is_one_at_a_time: bool
    may_go_back: bool
    feedback_when: FeedbackTime
    feedback: tuple[Feedback, ...]
    passing_percent: int | None
    is_extra: bool
    published_at: datetime | None
    is_taken: bool
    """Somebody has begun it: its questions stay as they are."""


class ExamRow(View):
    """A test in the list of its teachers."""

    id: ExamId
    title: str
    points: str
    minutes: int | None
    opens_at: datetime | None
    closes_at: datetime | None
    published_at: datetime | None
    learners: int
    taking: int
    """Now."""
    handed_in: int
    """Learners with an attempt that is handed in."""
    to_mark: int
    """Answers that wait for a person."""
    to_release: int
    """Learners whose mark is there and not yet seen."""


class AccommodationView(View):
    user_id: UserId
    name: str
    extra_percent: int
    break_minutes: int
    extra_attempts: int


class TakerRow(View):
    """One learner of the class, and their latest attempt."""

    user_id: UserId
    name: str
    attempt_id: ExamAttemptId | None
    number: int
    state: AttemptState | None
    """None: has not begun."""
    answered: int
    questions: int
    started_at: datetime | None
    ends_at: datetime | None
    is_on_break: bool
    is_extended: bool
    """Has more time than the class."""
    saved_at: datetime | None
    """When something last arrived."""
    submitted_at: datetime | None
    is_automatic: bool
    to_mark: int
    points: str
    """Of this attempt."""
    mark: str
    """Of all attempts together, as the gradebook has it."""
    is_released: bool


class ResultsView(View):
    exam: ExamView
    takers: tuple[TakerRow, ...]
    taking: int
    to_mark: int
    to_release: int


class HandAnswer(View):
    """One answer for a person to mark."""

    attempt_id: ExamAttemptId
    slot: int
    number: int
    """Of the learner among those who handed in, from 1."""
    name: str
    question: AskedView
    marking_notes: str
    most: str
    text: str
    words: int
    files: tuple[AnsweredFile, ...]
    points: str
    """Empty until it is marked."""
    comment: str
    problem: str
    """Code of the error for an answer that could not be read."""


class RegradeChange(View):
    user_id: UserId
    name: str
    attempt_id: ExamAttemptId
    before: str
    after: str
    """Points of the whole attempt."""


class RegradePreview(View):
    """What marking a question by its present key would change."""

    question_id: QuestionId
    version_id: QuestionVersionId
    version: int
    stem: str
    answers: int
    """That would be marked again."""
    unfit: int
    """That do not fit the new wording, and stay as they are marked."""
    changes: tuple[RegradeChange, ...]


class RegradeView(View):
    """One question that was marked again."""

    id: ExamRegradeId
    question_id: QuestionId
    stem: str
    version: int
    answers: int
    changed: int
    """Learners."""
    applied_at: datetime
    applied_by: str
    undone_at: datetime | None
    can_undo: bool


class ItemStatistics(View):
    """A question of a test, as the statistics name it."""

    id: QuestionId
    version_id: QuestionVersionId
    """The latest that was asked."""
    number: int
    stem: str
    type: str
    options: Mapping[str, str]
    """The text of each option, by its id."""
    exposure: int
    """In how many attempts it was asked."""
    is_changed: bool
    """The bank has another version than some answers were marked by."""


class ExamStatistics(View):
    """Each learner's attempt that counts, or the first where several do."""

    exam_id: ExamId
    title: str
    attempts: int
    figures: QuizFigures
    """The ids of items are those of questions."""
    items: tuple[ItemStatistics, ...]


class ReleasedScores(View):
    count: int
    """Learners."""
