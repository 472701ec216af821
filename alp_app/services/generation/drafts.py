"""What a text engine must send back, as JSON schemas. Short and flat, so that small models keep to them."""

from typing import Annotated, Any, cast

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model, field_validator

from alp_app.models.course import Bloom
from alp_app.services.generation.cleaning import clean

SHORTEST_TITLE, LONGEST_TITLE, SHORTEST_SUMMARY = 3, 120, 20
Phrase = Annotated[str, StringConstraints(min_length=SHORTEST_TITLE, max_length=LONGEST_TITLE)]
LONGEST_SUMMARY, LONGEST_PARAGRAPH, LONGEST_NOTE, LONGEST_POINT = 400, 700, 240, 200
"""In characters."""
Sentences = Annotated[
    str, StringConstraints(min_length=SHORTEST_SUMMARY, max_length=LONGEST_SUMMARY)
]
Paragraph = Annotated[str, StringConstraints(min_length=40, max_length=LONGEST_PARAGRAPH)]
Note = Annotated[str, StringConstraints(max_length=LONGEST_NOTE)]

LESSONS_PER_MODULE = 4


class Draft(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Prose(Draft):
    """Text that people will read. Cleaned before it is measured: an engine whose text holds too little
    beside its markup is asked again."""

    @field_validator("*", mode="before")
    @classmethod
    def _cleaned(cls, value: Any) -> Any:
        if isinstance(value, str):
            return clean(value)
        if isinstance(value, list):
            items = cast("list[Any]", value)
            return [clean(item) if isinstance(item, str) else item for item in items]
        return value


class ObjectiveDraft(Prose):
    text: Annotated[str, StringConstraints(min_length=10, max_length=180)]
    bloom: Bloom


class ObjectivesDraft(Prose):
    objectives: list[ObjectiveDraft] = Field(min_length=3, max_length=6)


class PartDraft(Prose):
    title: Phrase
    summary: Sentences


class SyllabusDraft(Prose):
    summary: Sentences
    subject: Annotated[str, StringConstraints(min_length=3, max_length=40)]
    modules: list[PartDraft]
    lessons: list[PartDraft]
    """In order, through all modules."""


class TopicDraft(Prose):
    title: Phrase
    points: list[Annotated[str, StringConstraints(min_length=10, max_length=200)]] = Field(
        min_length=2, max_length=4
    )


class SectionPlan(Prose):
    heading: Phrase
    says: Annotated[str, StringConstraints(min_length=10, max_length=240)]


class OutlineDraft(Prose):
    lead: Sentences
    sections: list[SectionPlan] = Field(min_length=1, max_length=4)


class AskedOutline(OutlineDraft):
    """As it is asked for; what is left when headings repeat each other may be less."""

    sections: list[SectionPlan] = Field(min_length=2, max_length=4)


class SectionDraft(Prose):
    paragraphs: list[Paragraph] = Field(min_length=1, max_length=2)


class ClosingDraft(Prose):
    steps: list[Note] = Field(max_length=6)
    caution: Note
    remember: list[Annotated[str, StringConstraints(min_length=10, max_length=LONGEST_POINT)]] = (
        Field(min_length=2, max_length=5)
    )
    picture: Annotated[str, StringConstraints(min_length=10, max_length=300)]


class WrongAnswer(Prose):
    text: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    mixed_up: Annotated[str, StringConstraints(min_length=10, max_length=240)]


class QuestionDraft(Prose):
    """The right answer stands apart, so that no key can point at the wrong one."""

    question: Annotated[str, StringConstraints(min_length=15, max_length=300)]
    right_answer: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    why_right: Annotated[str, StringConstraints(min_length=10, max_length=300)]
    wrong_answers: list[WrongAnswer] = Field(min_length=3, max_length=3)


def module_sizes(lesson_count: int) -> list[int]:
    """How many lessons each module gets: about LESSONS_PER_MODULE, none more than one apart."""
    modules = max(1, round(lesson_count / LESSONS_PER_MODULE))
    base, extra = divmod(lesson_count, modules)
    return [base + (index < extra) for index in range(modules)]


def syllabus_draft(*, modules: int, lessons: int) -> type[SyllabusDraft]:
    """The syllabus with exact counts, so that an engine that follows the schema cannot miss them."""
    return create_model(
        "SyllabusDraft",
        __base__=SyllabusDraft,
        modules=(list[PartDraft], Field(min_length=modules, max_length=modules)),
        lessons=(list[PartDraft], Field(min_length=lessons, max_length=lessons)),
    )
