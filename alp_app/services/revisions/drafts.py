"""What a text engine must send back when it writes one part again, as JSON schemas."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, create_model, model_validator

from alp_app.services.generation.drafts import Draft, Prose

MOST_CHANGES = 12
MOST_ITEMS = 12


class SentenceDraft(Prose):
    text: Annotated[str, StringConstraints(min_length=3, max_length=600)]


class AdditionDraft(Prose):
    text: Annotated[str, StringConstraints(min_length=20, max_length=900)]


Part = Annotated[str, StringConstraints(max_length=1200)]
Item = Annotated[str, StringConstraints(min_length=1, max_length=400)]
Items = Annotated[list[Item], Field(max_length=MOST_ITEMS)]


class PassageDraft(Draft):
    """One text for each gap between what people wrote."""

    parts: list[Part]

    @model_validator(mode="after")
    def _says_something(self) -> "PassageDraft":
        if not any(part.strip() for part in self.parts):
            raise ValueError("at least one part needs text")
        return self


class ItemsDraft(Draft):
    """For each gap between the items that people wrote, its items."""

    parts: list[Items]

    @model_validator(mode="after")
    def _says_something(self) -> "ItemsDraft":
        if not any(item.strip() for part in self.parts for item in part):
            raise ValueError("at least one part needs an item")
        return self


class ChangeDraft(Draft):
    paragraph: Annotated[int, Field(ge=1)]
    change: Literal["rewrite", "add", "remove"]
    what: Annotated[str, StringConstraints(max_length=300)]


class LessonPlanDraft(Draft):
    changes: list[ChangeDraft] = Field(min_length=1, max_length=MOST_CHANGES)


class FigureDraft(Prose):
    picture: Annotated[str, StringConstraints(min_length=10, max_length=400)]
    alt: Annotated[str, StringConstraints(min_length=5, max_length=300)]


def passage_draft(gaps: int) -> type[PassageDraft]:
    """With exactly as many parts as there are gaps, so that an engine cannot miss one."""
    exactly = Field(min_length=gaps, max_length=gaps)
    return create_model("PassageDraft", __base__=PassageDraft, parts=(list[Part], exactly))


def items_draft(gaps: int) -> type[ItemsDraft]:
    """As `passage_draft`, for a list."""
    exactly = Field(min_length=gaps, max_length=gaps)
    return create_model("ItemsDraft", __base__=ItemsDraft, parts=(list[Items], exactly))
