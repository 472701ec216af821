"""Pure decisions about courses: what an edit makes of a block, what a question must have, what is
missing before publishing."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from alp_app.kit.ids import BlockId, LessonId, QuestionId, UserId
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    CodeBlock,
    FigureBlock,
    FileBlock,
    FormulaBlock,
    HeadingBlock,
    ListBlock,
    ModelBlock,
    QuizBlock,
    Sentence,
    TableBlock,
    TextBlock,
    Verdict,
    VideoBlock,
    Writer,
)
from alp_app.models.questions import ChoiceQuestion, QuestionContent
from alp_app.services.courses.errors import QuestionKeyMissing, WrongBlockKind
from alp_app.services.courses.inputs import (
    BlockInput,
    CalloutInput,
    ListInput,
    QuizInput,
    TextInput,
)
from alp_app.services.courses.sentences import edited, edited_items, sentences_in

_TEACHING = (TextBlock, ListBlock, TableBlock, FormulaBlock, FigureBlock, ModelBlock, VideoBlock)
_DIRECT = {
    block.model_fields["type"].default: block
    for block in (
        HeadingBlock,
        TableBlock,
        FormulaBlock,
        CodeBlock,
        FigureBlock,
        ModelBlock,
        VideoBlock,
        FileBlock,
    )
}


def apply_edit(
    before: BlockContent | None, change: BlockInput, editor: UserId | None
) -> BlockContent:
    """What a block holds after `change`; `before` is None for a new block.

    Sentences that did not change keep their ids, citations and makers. Raises WrongBlockKind.
    """
    if before is not None and before.type != change.type:
        raise WrongBlockKind
    if isinstance(change, TextInput):
        old = before.sentences if isinstance(before, TextBlock) else []
        return TextBlock(sentences=edited(old, change.text, editor))
    if isinstance(change, CalloutInput):
        old = before.sentences if isinstance(before, CalloutBlock) else []
        sentences = edited(old, change.text, editor)
        return CalloutBlock(tone=change.tone, title=change.title, sentences=sentences)
    if isinstance(change, ListInput):
        old_items = before.items if isinstance(before, ListBlock) else []
        texts = [item for item in change.items if item]
        items = edited_items(old_items, texts, editor)
        return ListBlock(ordered=change.ordered, items=items)
    if isinstance(change, QuizInput):
        ids = before.question_ids if isinstance(before, QuizBlock) else []
        return QuizBlock(
            title=change.title, passing_percent=change.passing_percent, question_ids=ids
        )
    return _DIRECT[change.type].model_validate(change.model_dump())


def check_question(content: QuestionContent) -> None:
    """Raises QuestionKeyMissing when the question cannot be marked."""
    if not isinstance(content, ChoiceQuestion):
        return
    right = sum(option.is_correct for option in content.options)
    if right == 0 or (content.type != "multiple" and right > 1):
        raise QuestionKeyMissing


def has_key(content: QuestionContent) -> bool:
    try:
        check_question(content)
    except QuestionKeyMissing:
        return False
    return True


class Weight(StrEnum):
    BLOCKS = "blocks"
    WARNS = "warns"


HELD_KEYS = "held_keys"
"""The line of the checklist about questions whose keys are held."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the checklist. `key` is a key of the catalogue under `checklist.`."""

    key: str
    weight: Weight
    lesson_id: LessonId | None = None
    block_id: BlockId | None = None
    count: int = 1
    sentence_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class LessonFacts:
    """What the checklist needs to know of a lesson."""

    id: LessonId
    is_reviewed: bool
    is_by_model: bool
    is_required: bool
    blocks: Sequence[tuple[BlockId, BlockContent]]
    questions: dict[QuestionId, QuestionContent]
    objective_ids: frozenset[UUID] = frozenset()
    """What it leads to."""
    held: frozenset[QuestionId] = frozenset()
    """Those whose keys decide no mark."""


def checklist(
    *,
    summary: str,
    objectives: int,
    has_cover: bool,
    is_generating: bool,
    has_sources: bool,
    lessons: Sequence[LessonFacts],
) -> list[Finding]:
    """What stands between a draft and its learners, the blocking lines first.

    `has_sources`: there is something that sentences can be held against.
    """
    found: list[Finding] = []
    if is_generating:
        found.append(Finding("still_generating", Weight.BLOCKS))
    if not lessons:
        found.append(Finding("no_lessons", Weight.BLOCKS))
    elif not any(lesson.is_required for lesson in lessons):
        found.append(Finding("nothing_required", Weight.BLOCKS))
    if not summary.strip():
        found.append(Finding("no_summary", Weight.WARNS))
    if not objectives:
        found.append(Finding("no_objectives", Weight.WARNS))
    if not has_cover:
        found.append(Finding("no_cover", Weight.WARNS))
    unreviewed = sum(lesson.is_by_model and not lesson.is_reviewed for lesson in lessons)
    for lesson in lessons:
        found.extend(_lesson_findings(lesson))
        found.extend(_support_findings(lesson, has_sources=has_sources))
    if unreviewed and has_sources:
        first = next(item for item in lessons if item.is_by_model and not item.is_reviewed)
        found.append(Finding("not_reviewed", Weight.WARNS, first.id, count=unreviewed))
    return sorted(found, key=lambda finding: finding.weight is Weight.WARNS)


def _lesson_findings(lesson: LessonFacts) -> list[Finding]:
    found: list[Finding] = []
    if not any(isinstance(content, _TEACHING) for _, content in lesson.blocks):
        found.append(Finding("empty_lesson", Weight.BLOCKS, lesson.id))
    for block_id, content in lesson.blocks:
        if isinstance(content, FigureBlock | ModelBlock | VideoBlock):
            if content.asset_id is None:
                found.append(Finding("missing_file", Weight.WARNS, lesson.id, block_id))
            if not content.alt.strip():
                found.append(Finding("no_alt", Weight.BLOCKS, lesson.id, block_id))
        if isinstance(content, FileBlock) and content.asset_id is None:
            found.append(Finding("no_file", Weight.BLOCKS, lesson.id, block_id))
        if isinstance(content, QuizBlock):
            questions = [lesson.questions.get(item) for item in content.question_ids]
            found.extend(_quiz_findings(lesson.id, block_id, questions))
            held = sum(item in lesson.held for item in content.question_ids)
            if held:
                found.append(Finding(HELD_KEYS, Weight.BLOCKS, lesson.id, block_id, count=held))
    return found


def _support_findings(lesson: LessonFacts, *, has_sources: bool) -> list[Finding]:
    """What engines wrote and no source says blocks until a person vouches for it: sentence by sentence
    where there are sources, else by signing the lesson. What people wrote is theirs."""
    if not has_sources:
        if lesson.is_reviewed or not _is_written_by_model(lesson):
            return []
        return [Finding("unsigned_without_sources", Weight.BLOCKS, lesson.id)]
    found: dict[tuple[str, Weight], list[tuple[BlockId, Sentence]]] = {}
    for block_id, content in lesson.blocks:
        for sentence in sentences_in(content):
            line = _support_line(sentence)
            if line:
                found.setdefault(line, []).append((block_id, sentence))
    return [
        Finding(key, weight, lesson.id, places[0][0], len(places), places[0][1].id)
        for (key, weight), places in found.items()
    ]


def _support_line(sentence: Sentence) -> tuple[str, Weight] | None:
    """The line of the checklist that a sentence belongs to."""
    is_own = sentence.origin.writer is Writer.HUMAN
    match sentence.support and sentence.support.verdict:
        case Verdict.UNSUPPORTED if is_own:
            return "own_unsupported", Weight.WARNS
        case _ if is_own:
            return None
        case None:
            return "unchecked_sentences", Weight.BLOCKS
        case Verdict.UNSUPPORTED:
            return "unsupported", Weight.BLOCKS
        case Verdict.WEAK:
            return "weak_sentences", Weight.WARNS
        case _:
            return None


def _is_written_by_model(lesson: LessonFacts) -> bool:
    return any(
        sentence.origin.writer is Writer.MODEL
        for _, content in lesson.blocks
        for sentence in sentences_in(content)
    )


def _quiz_findings(
    lesson_id: LessonId, block_id: BlockId, questions: Sequence[QuestionContent | None]
) -> list[Finding]:
    if not questions:
        return [Finding("empty_quiz", Weight.BLOCKS, lesson_id, block_id)]
    found: list[Finding] = []
    for question in questions:
        if question is None or not has_key(question):
            found.append(Finding("no_key", Weight.BLOCKS, lesson_id, block_id))
        elif isinstance(question, ChoiceQuestion) and any(
            not option.reason.strip() for option in question.options
        ):
            found.append(Finding("no_reason", Weight.WARNS, lesson_id, block_id))
    return found
