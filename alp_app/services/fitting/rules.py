"""Which variant preferences ask for, which parts it words anew, and the lesson with them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from alp_app.kit.ids import BlockId, QuestionVersionId
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    FigureBlock,
    HeadingBlock,
    ListBlock,
    ModelBlock,
    TableBlock,
    TextBlock,
    VideoBlock,
    Writer,
)
from alp_app.models.fitting import Detail, Examples, WordingLevel
from alp_app.models.questions import (
    AnyQuestion,
    ChoiceQuestion,
    NumericQuestion,
    ShortTextQuestion,
)
from alp_app.services.courses.markup import inline_html, plain
from alp_app.services.courses.reading_views import (
    QuestionView,
    ReadingBlock,
    ReadingDocument,
    SentenceView,
)
from alp_app.services.fitting.fidelity import Part, can_check
from alp_app.services.fitting.lexicon import LEXICONS

LEAST_WORDED = 0.5
"""Share of a lesson's pieces that must get through, for it to be worth reading in these words."""

_PLAIN = {"title", "summary", "alt"}
_CONTENT: TypeAdapter[BlockContent] = TypeAdapter(BlockContent)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """What a variant is made for. Says nothing of a person."""

    level: WordingLevel
    detail: Detail
    examples: Examples
    target: str
    """Language to write in."""
    has_short_sentences: bool
    is_translation: bool

    @property
    def key(self) -> str:
        """The same for everybody with these preferences; empty when the base is what they ask for."""
        chosen = (
            *(
                each.value
                for each in (self.level, self.detail, self.examples)
                if each.value != "as_written"
            ),
            *(["short"] if self.has_short_sentences else []),
            *([f"in-{self.target}"] if self.is_translation else []),
        )
        return ".".join(chosen)

    @property
    def may_drop(self) -> bool:
        return self.detail is Detail.BRIEF

    @property
    def words_questions(self) -> bool:
        return self.level is WordingLevel.PLAINER or self.has_short_sentences or self.is_translation


def fit_for(
    *,
    level: WordingLevel,
    detail: Detail,
    examples: Examples,
    language: str,
    has_short_sentences: bool,
    base_language: str,
) -> Fit | None:
    """None when nothing other than the base is asked for, or when nobody could check it."""
    base = base_language.split("-", maxsplit=1)[0].casefold()
    target = language or base
    fit = Fit(
        level=level,
        detail=detail,
        examples=examples,
        target=target,
        has_short_sentences=has_short_sentences,
        is_translation=target != base,
    )
    return fit if fit.key and can_check(base) and can_check(target) else None


def fit_from(key: str, base_language: str) -> Fit:
    """The fit that a key stands for."""
    words = key.split(".")
    language = next((word[3:] for word in words if word.startswith("in-")), "")
    base = base_language.split("-", maxsplit=1)[0].casefold()
    return Fit(
        level=_chosen(WordingLevel, words),
        detail=_chosen(Detail, words),
        examples=_chosen(Examples, words),
        target=language or base,
        has_short_sentences="short" in words,
        is_translation=bool(language),
    )


def _chosen(kind: Any, words: Sequence[str]) -> Any:
    return next((each for each in kind if each.value in words), kind.AS_WRITTEN)


def languages() -> tuple[str, ...]:
    return tuple(sorted(LEXICONS))


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is worded in one go: a block, or a question."""

    id: str
    parts: tuple[Part, ...]
    is_question: bool = False


def pieces_of(
    blocks: Sequence[Mapping[str, Any]],
    questions: Mapping[QuestionVersionId, AnyQuestion],
    fit: Fit,
    *,
    title: str,
    summary: str,
) -> list[Piece]:
    """Everything of a lesson that this fit words anew, in reading order."""
    found: list[Piece] = []
    if fit.is_translation:
        head = [Part(key="title", text=title)]
        head += [Part(key="summary", text=summary)] if summary else []
        found.append(Piece(id="head", parts=tuple(head)))
    for block in blocks:
        content = _CONTENT.validate_python(block["content"])
        parts = tuple(_parts(BlockId(block["id"]), content, is_translation=fit.is_translation))
        if parts:
            found.append(Piece(id=str(block["id"]), parts=parts))
    if fit.words_questions:
        for version_id, question in questions.items():
            parts = tuple(_question_parts(version_id, question))
            if parts:
                found.append(Piece(id=str(version_id), parts=parts, is_question=True))
    return found


def _parts(block_id: BlockId, content: BlockContent, *, is_translation: bool) -> Iterator[Part]:
    if isinstance(content, TextBlock | CalloutBlock | ListBlock):
        items = content.items if isinstance(content, ListBlock) else [content.sentences]
        for sentence in (each for item in items for each in item):
            if plain(sentence.text).strip():
                yield Part(
                    key=str(sentence.id), text=sentence.text, is_cited=bool(sentence.citations)
                )
    if is_translation:
        yield from _labels(block_id, content)


def _labels(block_id: BlockId, content: BlockContent) -> Iterator[Part]:
    """Titles, captions and cells, which only another language changes."""
    if isinstance(content, HeadingBlock | CalloutBlock):
        title = content.text if isinstance(content, HeadingBlock) else content.title
        yield from [Part(key=f"{block_id}:title", text=title)] if title else []
    if isinstance(content, TableBlock | FigureBlock | ModelBlock | VideoBlock) and content.caption:
        yield Part(key=f"{block_id}:caption", text=content.caption)
    if isinstance(content, FigureBlock | ModelBlock | VideoBlock) and content.alt:
        yield Part(key=f"{block_id}:alt", text=content.alt)
    if isinstance(content, TableBlock):
        for row, cells in enumerate([content.header, *content.rows]):
            for column, cell in enumerate(cells):
                if any(letter.isalpha() for letter in cell):
                    yield Part(key=f"{block_id}:{row}:{column}", text=cell)


def _question_parts(version_id: QuestionVersionId, question: AnyQuestion) -> Iterator[Part]:
    """Only what is asked and offered: the key stays where it is, by the ids of its parts."""
    if not isinstance(question, ChoiceQuestion | NumericQuestion | ShortTextQuestion):
        return
    yield Part(key=f"{version_id}:stem", text=question.stem, is_cited=True)
    if isinstance(question, ChoiceQuestion):
        for option in question.options:
            if any(letter.isalpha() for letter in option.text):
                yield Part(key=f"{version_id}:{option.id}", text=option.text, is_cited=True)


def shown(key: str, text: str) -> str:
    """As a page shows it: safe HTML, or plain text for titles and for what a picture shows."""
    return plain(text) if key.rpartition(":")[2] in _PLAIN else inline_html(text)


def fitted(base: ReadingDocument, texts: Mapping[str, str], model: str) -> ReadingDocument:
    """The lesson in other words: everything else, its sources among it, is the base's own.

    `texts` holds what `shown` made, by part; an empty one leaves its sentence out.
    """
    return base.model_copy(
        update={
            "title": texts.get("title") or base.title,
            "summary": texts.get("summary") or base.summary,
            "blocks": tuple(_block(block, texts) for block in base.blocks),
            "models": tuple(dict.fromkeys((*base.models, model))),
            "reviewed_by": "",
            "reviewed_at": None,
        }
    )


def _block(block: ReadingBlock, texts: Mapping[str, str]) -> ReadingBlock:
    def part(name: str, otherwise: str) -> str:
        return texts.get(f"{block.id}:{name}") or otherwise

    return block.model_copy(
        update={
            "title": part("title", block.title),
            "caption_html": part("caption", block.caption_html),
            "alt": part("alt", block.alt),
            "sentences": _sentences(block.sentences, texts),
            "list_items": tuple(
                worded for item in block.list_items if (worded := _sentences(item, texts))
            ),
            "header": tuple(part(f"0:{at}", cell) for at, cell in enumerate(block.header)),
            "rows": tuple(
                tuple(part(f"{row}:{at}", cell) for at, cell in enumerate(cells))
                for row, cells in enumerate(block.rows, start=1)
            ),
            "questions": tuple(_question(question, texts) for question in block.questions),
        }
    )


def _sentences(
    sentences: tuple[SentenceView, ...], texts: Mapping[str, str]
) -> tuple[SentenceView, ...]:
    return tuple(
        sentence.model_copy(update={"html": html, "writer": Writer.MODEL})
        if str(sentence.id) in texts
        else sentence
        for sentence in sentences
        if (html := texts.get(str(sentence.id), sentence.html))
    )


def _question(question: QuestionView, texts: Mapping[str, str]) -> QuestionView:
    def part(name: str, otherwise: str) -> str:
        return texts.get(f"{question.question_version_id}:{name}") or otherwise

    return question.model_copy(
        update={
            "stem_html": part("stem", question.stem_html),
            "picks": tuple(
                pick.model_copy(update={"html": part(pick.id, pick.html)})
                for pick in question.picks
            ),
        }
    )
