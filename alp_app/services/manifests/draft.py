"""What of a draft came from which manifest, and what people have made of it since."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any
from uuid import UUID

import orjson
from sqlmodel import col, select

from alp_app.kit.ids import BlockId, CourseId, LessonId, ManifestId
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    ListBlock,
    Sentence,
    TextBlock,
    Writer,
)
from alp_app.models.course import Block, Lesson
from alp_app.models.manifest import Making
from alp_app.services.courses.sentences import SAME_SENTENCE, split_sentences
from alp_app.unit_of_work import Reader


@dataclass(frozen=True, slots=True)
class Placed:
    """A sentence and where it stands."""

    sentence: Sentence
    lesson_id: LessonId
    block_id: BlockId

    @property
    def is_edited(self) -> bool:
        return self.sentence.origin.writer is Writer.HUMAN


@dataclass(frozen=True, slots=True)
class DraftParts:
    """The parts of a course's draft that name a manifest, and where its files and questions stand."""

    sentences: dict[ManifestId, list[Placed]] = field(
        default_factory=lambda: defaultdict(list[Placed])
    )
    lesson_of: dict[UUID, LessonId] = field(default_factory=dict[UUID, LessonId])
    """By block, asset and question."""
    block_of: dict[UUID, BlockId] = field(default_factory=dict[UUID, BlockId])
    """By asset and question."""


async def parts_of(reader: Reader, course_id: CourseId) -> DraftParts:
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(
            col(Lesson.course_id) == course_id,
            col(Block.deleted_at).is_(None),
            col(Lesson.deleted_at).is_(None),
        )
    )
    parts = DraftParts()
    for block in (await reader.session.scalars(statement)).all():
        parts.lesson_of[block.id] = block.lesson_id
        for part_id in _named(block.content):
            parts.lesson_of[part_id], parts.block_of[part_id] = block.lesson_id, block.id
        for sentence in sentences_of(block.content):
            if sentence.origin.manifest_id:
                placed = Placed(sentence, block.lesson_id, block.id)
                parts.sentences[sentence.origin.manifest_id].append(placed)
    return parts


def sentences_of(content: BlockContent) -> list[Sentence]:
    if isinstance(content, TextBlock | CalloutBlock):
        return content.sentences
    if isinstance(content, ListBlock):
        return [sentence for item in content.items for sentence in item]
    return []


def as_written(making: Making, now: str) -> str:
    """The sentence of an engine's answer that `now` was made from; empty when none is near."""
    found = max(_sentences_in(making.output), key=lambda then: _likeness(then, now), default="")
    return found if _likeness(found, now) >= SAME_SENTENCE else ""


def _named(content: BlockContent) -> Iterable[UUID]:
    asset_id = getattr(content, "asset_id", None)
    return [*getattr(content, "question_ids", []), *([asset_id] if asset_id else [])]


def _sentences_in(output: str) -> Iterator[str]:
    try:
        answer: Any = orjson.loads(output)
    except orjson.JSONDecodeError:
        answer = output
    for text in _texts(answer):
        yield from split_sentences(text)


def _texts(answer: Any) -> Iterator[str]:
    if isinstance(answer, str):
        yield answer
    elif isinstance(answer, dict):
        for value in answer.values():  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from _texts(value)
    elif isinstance(answer, list):
        for value in answer:  # pyright: ignore[reportUnknownVariableType] - JSON
            yield from _texts(value)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()
