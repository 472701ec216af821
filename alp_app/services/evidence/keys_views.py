"""What teachers may see of the evidence for answer keys. Keys included: never for learners."""

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from alp_app.kit.ids import CourseId, KeyCheckId, QuestionId, QuestionVersionId
from alp_app.models.keys import KeyEvidence, KeyVerdict, Reason
from alp_app.models.questions import AnyQuestion


class View(BaseModel):
    model_config = ConfigDict(frozen=True)


class KeyCheckView(View):
    """One check, or one person's word."""

    id: KeyCheckId
    verdict: KeyVerdict
    found: KeyVerdict | None
    """What the evidence alone says; None where a person decided."""
    reasons: tuple[Reason, ...]
    evidence: KeyEvidence
    method: str
    note: str
    decided_by: str
    """The name of the person; empty for a check."""
    checked_at: datetime


class KeyView(View):
    """The verdict on the present key of a question, and all that is known about it."""

    course_id: CourseId
    question_id: QuestionId
    version_id: QuestionVersionId
    verdict: KeyVerdict
    is_by_model: bool
    author: str
    """Who wrote this wording: the name of a person or of a model; empty where it is not known."""
    checks: tuple[KeyCheckView, ...]
    """The latest first; empty where the wording was never checked."""


class KeyToCheck(View):
    """A question as its check needs it."""

    question_id: QuestionId
    version_id: QuestionVersionId
    content: AnyQuestion
    author_engine: str
    """The engine that wrote it; empty for a person's."""


class BankedKey(View):
    """Another question of the bank, to compare with."""

    question_id: QuestionId
    content: AnyQuestion
