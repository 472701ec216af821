"""Holds two versions of a course against each other. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from alp_app.kit.ids import LessonId
from alp_app.models.content import BlockContent, CodeBlock, FormulaBlock, QuizBlock
from alp_app.services.assessment.exchange.hypertext import words_of
from alp_app.services.courses.markup import plain
from alp_app.services.courses.reading_views import QuestionView
from alp_app.services.releases.views import LessonChange, PartChange
from alp_app.services.revisions.differences import compare_words
from alp_app.services.revisions.showing import plain_lines


@dataclass(frozen=True, slots=True)
class Part:
    """What a learner reads of a block or a question."""

    kind: str
    words: str
    wording_id: UUID | None = None
    """Of a question: another one with the same words has another key, or other reasons."""
    seen_id: UUID | None = None
    """What is shown beside the words: a picture, a model, a file."""


@dataclass(frozen=True, slots=True)
class LessonText:
    lesson_id: LessonId
    title: str
    number: int
    parts: Mapping[UUID, Part]
    """In reading order, by the id of the block or the question."""


def parts_of(
    blocks: Sequence[tuple[UUID, BlockContent]], questions: Mapping[UUID, Sequence[QuestionView]]
) -> dict[UUID, Part]:
    """`questions` are those that each quiz asks, as learners get them: without keys."""
    found: dict[UUID, Part] = {}
    for block_id, content in blocks:
        asset_id = getattr(content, "asset_id", None)
        if not isinstance(content, QuizBlock):
            found[block_id] = Part(content.type, _words(content), seen_id=asset_id)
        for asked in questions.get(block_id, ()):
            words = "\n".join(_asked_words(asked))
            found[asked.question_id] = Part("question", words, asked.question_version_id)
    return found


def compare_lessons(
    before: Sequence[LessonText], after: Sequence[LessonText]
) -> tuple[LessonChange, ...]:
    """In the order of the newer version; what was removed comes last."""
    old = {lesson.lesson_id: lesson for lesson in before}
    changes: list[LessonChange] = []
    for lesson in after:
        known = old.pop(lesson.lesson_id, None)
        if known is None:
            changes.append(_whole(lesson, "added"))
        elif parts := tuple(_changed_parts(known, lesson)):
            changes.append(_whole(lesson, "changed").model_copy(update={"parts": parts}))
    return (*changes, *[_whole(lesson, "removed") for lesson in old.values()])


def _whole(lesson: LessonText, change: str) -> LessonChange:
    return LessonChange.model_validate(
        {
            "lesson_id": lesson.lesson_id,
            "title": lesson.title,
            "number": lesson.number,
            "change": change,
        }
    )


def _changed_parts(before: LessonText, after: LessonText) -> Iterator[PartChange]:
    for part_id, part in after.parts.items():
        known = before.parts.get(part_id)
        if known is None:
            yield _change(part_id, part, "added", "", part.words)
        elif known.words != part.words or known.seen_id != part.seen_id:
            yield _change(part_id, part, "changed", known.words, part.words)
        elif known.wording_id != part.wording_id:
            change = _change(part_id, part, "changed", part.words, part.words)
            yield change.model_copy(update={"is_key_corrected": True})
    for part_id, part in before.parts.items():
        if part_id not in after.parts:
            yield _change(part_id, part, "removed", part.words, "")


def _change(part_id: UUID, part: Part, change: str, before: str, after: str) -> PartChange:
    return PartChange.model_validate(
        {
            "part_id": part_id,
            "kind": part.kind,
            "change": change,
            "pieces": compare_words(before, after),
        }
    )


def _words(content: BlockContent) -> str:
    lines = plain_lines(content)
    if isinstance(content, CodeBlock | FormulaBlock):
        return lines
    return "\n".join(plain(line) for line in lines.split("\n"))


def _asked_words(asked: QuestionView) -> Iterator[str]:
    yield words_of(asked.stem_html).text
    # Their order is drawn anew for each version.
    yield from sorted(pick.text for pick in (*asked.prompts, *asked.picks))
