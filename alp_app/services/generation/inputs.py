"""What a teacher asks for."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.kit.ids import SourceId
from alp_app.models.course import Level


class BriefInput(BaseModel):
    """The form *New course*."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    topic: Annotated[str, StringConstraints(strip_whitespace=True, min_length=3, max_length=200)]
    audience: Annotated[str, StringConstraints(strip_whitespace=True, min_length=2, max_length=200)]
    level: Level = Level.INTRODUCTORY
    lesson_count: int = Field(default=6, ge=1, le=24)
    language: Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$")] = "en"
    source_ids: list[SourceId] = Field(default_factory=list[SourceId], max_length=20)
