"""What may come in when somebody wants a part of a draft written again."""

from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.models.revision import Preset

LONGEST_INSTRUCTION = 500


class Wish(BaseModel):
    """At least one of the two: a preset, or free words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    preset: Preset | None = None
    instruction: Annotated[
        str, StringConstraints(strip_whitespace=True, max_length=LONGEST_INSTRUCTION)
    ] = ""


class BlockWish(Wish):
    sentence_id: UUID | None = None
    """Only this sentence of the block."""


class AffectedWish(BaseModel):
    """Which of the affected parts are to be written again, and what happens to what comes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part_ids: Annotated[list[UUID], Field(max_length=1000)] | None = None
    """None: all of them."""
    is_direct: bool = False
    """Each is put into the draft as soon as it is written, instead of waiting for a decision."""
