"""What may come in about tests, and from those who take them."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alp_app.kit.ids import ExamAttemptId, GradeCategoryId, QuestionId
from alp_app.models.exams import Counting, ExamSection, Feedback, FeedbackTime
from alp_app.services.assessment.inputs import Answer
from alp_app.services.gradebook.inputs import Title

MOST_QUESTIONS = 300
MOST_WRITES = 400
LARGEST_SEQUENCE = 2**53 - 1
"""The largest whole number that every browser counts exactly."""


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class ExamInput(Input):
    title: Title
    instructions: Annotated[str, Field(max_length=50_000)] = ""
    """Markdown."""
    category_id: GradeCategoryId | None = None
    """None: the class's first category."""
    sections: Annotated[list[ExamSection], Field(max_length=30)] = []
    minutes: Annotated[int, Field(ge=1, le=1440)] | None = None
    """None: until it closes."""
    opens_at: datetime | None = None
    """Without an offset: in the class's time zone."""
    closes_at: datetime | None = None
    attempts: Annotated[int, Field(ge=1, le=50)] = 1
    counting: Counting = Counting.BEST
    is_shuffled: bool = True
    is_one_at_a_time: bool = False
    may_go_back: bool = True
    """Only where one question is shown at a time may it be forbidden."""
    feedback_when: FeedbackTime = FeedbackTime.SUBMITTED
    feedback: Annotated[list[Feedback], Field(max_length=len(Feedback))] = [
        Feedback.SCORE,
        Feedback.VERDICTS,
        Feedback.REASONS,
        Feedback.KEY,
    ]
    passing_percent: Annotated[int, Field(ge=1, le=100)] | None = None
    is_extra: bool = False

    @model_validator(mode="after")
    def _makes_sense(self) -> "ExamInput":
        times = [at for at in (self.opens_at, self.closes_at) if at is not None]
        if len({at.tzinfo is None for at in times}) > 1:
            raise ValueError("give both times with an offset, or both without")
        if times != sorted(times):
            raise ValueError("it opens before it closes")
        if self.feedback_when is FeedbackTime.CLOSED and self.closes_at is None:
            raise ValueError("feedback after the close needs a closing time")
        says_more = {Feedback.REASONS, Feedback.KEY} & set(self.feedback)
        if says_more and Feedback.VERDICTS not in self.feedback:
            raise ValueError("reasons and the key belong to what is right or wrong")
        if not self.may_go_back and not self.is_one_at_a_time:
            raise ValueError("a test that does not go back shows one question at a time")
        if self.asks > MOST_QUESTIONS:
            raise ValueError(f"a test asks {MOST_QUESTIONS} questions at most")
        return self

    @property
    def asks(self) -> int:
        parts = (part for section in self.sections for part in section.parts)
        return sum(1 if part.kind == "question" else part.count for part in parts)

    @property
    def most_points(self) -> Decimal:
        parts = (part for section in self.sections for part in section.parts)
        return sum(
            (part.points * (1 if part.kind == "question" else part.count) for part in parts),
            Decimal(0),
        )


class AccommodationInput(Input):
    """All zero takes it back."""

    extra_percent: Annotated[int, Field(ge=0, le=400)] = 0
    break_minutes: Annotated[int, Field(ge=0, le=240)] = 0
    extra_attempts: Annotated[int, Field(ge=0, le=20)] = 0


class Write(Input):
    """What a player says of one slot, all of it: a later write replaces an earlier one."""

    slot: Annotated[int, Field(ge=0, lt=MOST_QUESTIONS)]
    sequence: Annotated[int, Field(ge=1, le=LARGEST_SEQUENCE)]
    writer: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{1,40}$")]
    """Names the player, so that two that counted alike can be told apart."""
    answer: Answer | None = None
    """None: nothing, or no longer anything, is answered."""
    is_flagged: bool = False
    is_final: bool = False
    """Checked, or left behind in a test that does not go back. Nothing changes it any more."""
    seconds: Annotated[float, Field(ge=0, le=1e6, allow_inf_nan=False)] = 0.0
    """For which the question was on the screen."""


class SaveInput(Input):
    writes: Annotated[list[Write], Field(max_length=MOST_WRITES)] = []


class BreakInput(Input):
    is_on: bool


class HandMarkInput(Input):
    """None takes a mark by hand back."""

    points: Annotated[Decimal, Field(ge=0, le=1000, max_digits=7, decimal_places=3)] | None
    comment: Annotated[str, Field(max_length=20_000)] = ""


class RegradeInput(Input):
    question_id: QuestionId


class AnswerPlace(Input):
    attempt_id: ExamAttemptId
    slot: Annotated[int, Field(ge=0, lt=MOST_QUESTIONS)]
