"""What may come in as an answer."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from alp_app.kit.ids import ExamFileId
from alp_app.models.questions import MOST_OPTIONS, Spot

AnswerKind = Literal["option_ids", "number", "text", "gaps", "pairs", "order", "spots", "file_ids"]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Answer(BaseModel):
    """An answer to one question, in the one field that its kind of question uses."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    option_ids: tuple[UUID, ...] = Field(default=(), max_length=MOST_OPTIONS)
    number: Annotated[str, StringConstraints(strip_whitespace=True, max_length=40)] = ""
    """As it was typed, with its unit."""
    text: Annotated[str, StringConstraints(max_length=150_000)] = ""
    """A short text, an essay, a formula, what a program prints."""
    gaps: dict[str, Short] = Field(default_factory=dict[str, str], max_length=40)
    """By the id of the gap: what was typed, or the id of the option."""
    pairs: dict[UUID, UUID] = Field(default_factory=dict[UUID, UUID], max_length=30)
    """By prompt or zone: the match or label put there."""
    order: tuple[UUID, ...] = Field(default=(), max_length=20)
    """All items."""
    spots: tuple[Spot, ...] = Field(default=(), max_length=30)
    file_ids: tuple[ExamFileId, ...] = Field(default=(), max_length=20)

    @property
    def kind(self) -> str:
        return next(name for name in type(self).model_fields if getattr(self, name))

    @model_validator(mode="after")
    def _is_one_of_them(self) -> "Answer":
        if sum(bool(getattr(self, name)) for name in type(self).model_fields) != 1:
            raise ValueError("give one kind of answer, such as either options or a number")
        for ids in (self.option_ids, self.order, self.file_ids):
            if len(set(ids)) != len(ids):
                raise ValueError("name each part once")
        return self
