"""What may come in about answer keys."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.kit.ids import QuestionId, QuestionVersionId

Note = Annotated[str, StringConstraints(strip_whitespace=True, max_length=500)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class KeyWord(Input):
    """A person's word on the key of the wording that they looked at."""

    version_id: QuestionVersionId
    note: Note = ""


class KeysToCheck(Input):
    question_ids: list[QuestionId] = Field(default_factory=list[QuestionId], max_length=500)
    """Empty: all that no check has looked at."""
