"""What may come in about the support of sentences."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

MOST_AT_ONCE = 500


class Input(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class AcceptInput(Input):
    """Each sentence is named: there is no word for all that is left."""

    sentence_ids: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=MOST_AT_ONCE)]


class WordingInput(Input):
    text: Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)] = Field(
        description="Empty: the sentence is deleted."
    )


class CheckInput(Input):
    has_own: bool = Field(default=False, description="Check what people wrote, too.")
