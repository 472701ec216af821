"""What is told of a learner's mastery. Immutable, safe to send to a browser."""

from datetime import datetime
from uuid import UUID

from alp_app.kit.ids import LessonId, QuestionId
from alp_app.models.course import Bloom
from alp_app.models.mastery import EvidenceKind
from alp_app.services.courses.views import View
from alp_app.services.mastery.rules import Mastery


class ObjectiveStanding(View):
    """How far one objective is reached, and how sure that is."""

    id: UUID
    text: str
    bloom: Bloom
    mastery: Mastery
    percent: int
    """The middle of what is likely."""
    low: int
    high: int
    """In 80 of 100 cases the true share lies between these."""
    answers: int
    """That it is drawn from."""
    answered_at: datetime | None = None
    """The latest of them."""
    lesson_ids: tuple[LessonId, ...] = ()
    """Lessons that lead to it, in the order of the course."""


class EvidenceView(View):
    """One answer that a standing is drawn from."""

    kind: EvidenceKind
    question_id: QuestionId
    stem: str
    """Without marks."""
    percent: int
    """What the answer earned."""
    weight: float
    """How much it counts now, beside 1 for an answer in a quiz today."""
    at: datetime
