"""What may come in for the question bank."""

from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from alp_app.models.keys import KeyVerdict
from alp_app.models.questions import AnyQuestion

Tag = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60, pattern=r"^[^\]]+$")
]
Name = Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)]


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class QuestionInput(Input):
    content: AnyQuestion
    name: Name = ""
    category: Name = ""
    """Path with slashes: `Engines/Fuel`."""
    tags: list[Tag] = Field(default_factory=list[str], max_length=20)


class BankFilter(Input):
    text: Annotated[str, StringConstraints(max_length=200)] = ""
    """In the name or the stem."""
    category: Name = ""
    """With all categories below it."""
    tag: Annotated[str, StringConstraints(max_length=60)] = ""
    type: Annotated[str, StringConstraints(max_length=40)] = ""
    verdict: KeyVerdict | None = None
    """On the key of its present wording."""


HELD = KeyVerdict.HELD


class FileFormat(StrEnum):
    MOODLE = "moodle"
    GIFT = "gift"
    AIKEN = "aiken"
