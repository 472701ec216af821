"""What teachers see of the question bank of a course. Keys included: never for learners."""

from datetime import datetime

from alp_app.kit.ids import BlockId, LessonId, QuestionId, QuestionVersionId
from alp_app.models.keys import KeyVerdict
from alp_app.models.questions import AnyQuestion
from alp_app.services.assessment.exchange.report import Finding
from alp_app.services.assessment.statistics import QuizFigures
from alp_app.services.courses.views import ChangeView, View


class BankEntry(View):
    """A question in the list of its bank."""

    id: QuestionId
    type: str
    name: str
    stem: str
    category: str
    tags: tuple[str, ...]
    version: int
    """Counts from 1."""
    quizzes: int
    """How many quizzes of the draft ask it."""
    answers: int
    """How often it was answered, in any version."""
    verdict: KeyVerdict
    """On the key of its present wording."""


class VersionEntry(View):
    id: QuestionVersionId
    number: int
    created_at: datetime
    answers: int


class BankQuestion(BankEntry):
    content: AnyQuestion
    versions: tuple[VersionEntry, ...]
    """The latest first."""


class UseView(View):
    """A lesson whose quiz asks a question."""

    lesson_id: LessonId
    title: str


class ShelfView(View):
    """What a bank can be searched by, each with the number of its questions."""

    categories: dict[str, int]
    tags: dict[str, int]
    types: dict[str, int]
    verdicts: dict[str, int]


class ImportedEntry(View):
    name: str
    type: str
    stem: str
    category: str
    tags: tuple[str, ...]
    line: int


class ImportView(View):
    is_dry_run: bool
    questions: tuple[ImportedEntry, ...]
    findings: tuple[Finding, ...]
    change: ChangeView | None = None
    """Takes the whole import back. None for a dry run, and where nothing could be imported."""


class QuizStatistics(View):
    """Each person's first finished go counts. The ids of items are those of question versions."""

    lesson_id: LessonId
    block_id: BlockId
    figures: QuizFigures
