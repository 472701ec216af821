"""From the blocks of a lesson to what a reader's page shows. Pure; done once, when publishing.

`material.gather_material` looks up what the blocks point at; `prepare_lesson` needs nothing else.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from uuid import UUID

from alp_app.kit.ids import AssetId, BlockId, LessonId, QuestionId, QuestionVersionId, SourceId
from alp_app.models.content import (
    BlockContent,
    CalloutBlock,
    Citation,
    CodeBlock,
    FigureBlock,
    FileBlock,
    FormulaBlock,
    HeadingBlock,
    LegendEntry,
    ListBlock,
    ModelBlock,
    Origin,
    QuizBlock,
    Sentence,
    TableBlock,
    TextBlock,
    Verdict,
    VideoBlock,
    Writer,
)
from alp_app.models.questions import ParametrisedQuestion, QuestionContent
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.courses.markup import code_html, inline_html, mathml, plain
from alp_app.services.courses.reading_views import (
    CoverView,
    LegendView,
    QuantityView,
    QuestionView,
    ReadingBlock,
    ReadingDocument,
    SentenceView,
)
from alp_app.services.courses.sentences import sentences_in

CITED = frozenset({Verdict.SUPPORTED, Verdict.WEAK})
WORDS_PER_MINUTE = 200
SECONDS_PER_QUESTION = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class RenditionFacts:
    media_type: str
    size: int
    width: int | None = None
    height: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AssetFacts:
    id: AssetId
    filename: str
    maker: str = ""
    is_placeholder: bool = False
    renditions: Mapping[str, RenditionFacts]
    """By name: `original`, `dark`, `small`, `poster`, `captions`."""

    def address(self, *names: str) -> str:
        """Where browsers get the first of these renditions that there is; empty without one."""
        found = next((name for name in names if name in self.renditions), None)
        return f"/media/{self.id}/{found}" if found else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionFacts:
    version_id: QuestionVersionId
    content: QuestionContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What the blocks of a course point at."""

    assets: Mapping[AssetId, AssetFacts] = field(default_factory=dict[AssetId, AssetFacts])
    questions: Mapping[QuestionId, QuestionFacts] = field(
        default_factory=dict[QuestionId, QuestionFacts]
    )
    source_names: Mapping[SourceId, str] = field(default_factory=dict[SourceId, str])
    references: Mapping[str, str] = field(default_factory=dict[str, str])
    """The citations of the course's published works, by key."""
    shows_sources: bool = False
    """Readers may open the places that are cited."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LessonHead:
    """What is said about a lesson around its blocks."""

    lesson_id: LessonId
    number: int
    title: str
    summary: str = ""
    is_required: bool = True
    objectives: tuple[str, ...] = ()
    objective_ids: tuple[UUID, ...] = ()
    reviewed_by: str = ""
    reviewed_at: datetime | None = None
    edited_at: datetime | None = None


Blocks = Sequence[tuple[BlockId, BlockContent]]


Ask = Callable[[QuestionContent, QuestionVersionId], AskedView]
"""Takes the key out of a question. See `assessment.asking`."""


def prepare_lesson(
    head: LessonHead, blocks: Blocks, material: Material, ask: Ask
) -> ReadingDocument:
    """Everything a page needs to show the lesson, and nothing that gives an answer away."""
    preparer = _Preparer(head.number, material, ask)
    prepared = tuple(preparer.block(block_id, content) for block_id, content in blocks)
    contents = [content for _, content in blocks]
    sentences = [item for content in contents for item in sentences_in(content)]
    questions = _questions_of(contents, material)
    origins = [item.origin for item in chain(sentences, questions)]
    return ReadingDocument(
        lesson_id=head.lesson_id,
        number=head.number,
        title=head.title,
        summary=head.summary,
        objectives=head.objectives,
        objective_ids=head.objective_ids,
        is_required=head.is_required,
        minutes=estimate_minutes(contents, material),
        question_count=len(questions),
        blocks=prepared,
        references=preparer.citations.references(),
        statements=len(sentences),
        accepted_statements=sum(
            item.support is not None and item.support.verdict is Verdict.ACCEPTED
            for item in sentences
        ),
        sourced_statements=sum(bool(shown_citations(item)) for item in sentences),
        models=models_of(origins),
        is_human_edited=any(origin.writer is Writer.HUMAN for origin in origins),
        reviewed_by=head.reviewed_by,
        reviewed_at=head.reviewed_at,
        is_edited_since_review=bool(
            head.reviewed_at and head.edited_at and head.edited_at > head.reviewed_at
        ),
    )


def estimate_minutes(contents: Sequence[BlockContent], material: Material) -> int:
    """How long a lesson takes to study, at least one minute."""
    words = sum(len(text.split()) for content in contents for text in _texts(content))
    seconds = len(_questions_of(contents, material)) * SECONDS_PER_QUESTION
    return max(1, math.ceil(words / WORDS_PER_MINUTE + seconds / 60))


def plain_text(contents: Sequence[BlockContent]) -> str:
    """The words of a lesson without marks, one line per part, for search."""
    return "\n".join(plain(text) for content in contents for text in _texts(content) if text)


def cover_of(asset: AssetFacts | None) -> CoverView:
    """The picture of a course, ready for a page."""
    if asset is None:
        return CoverView()
    original = asset.renditions.get("original")
    return CoverView(
        src=asset.address("original"),
        small_src=asset.address("small", "original"),
        dark_src=asset.address("dark"),
        width=(original and original.width) or 0,
        height=(original and original.height) or 0,
        maker=asset.maker,
        is_placeholder=asset.is_placeholder,
    )


def models_of(origins: Sequence[Origin]) -> tuple[str, ...]:
    """The models among `origins`, each once, in the order in which they first appear."""
    return tuple(dict.fromkeys(origin.model for origin in origins if origin.writer is Writer.MODEL))


class _Preparer:
    """Walks the blocks of one lesson in order, counting as it goes."""

    def __init__(self, lesson_number: int, material: Material, ask: Ask) -> None:
        self.citations = CitationNumbers(
            material.source_names, material.references, shows_sources=material.shows_sources
        )
        self._lesson_number = lesson_number
        self._material = material
        self._ask = ask
        self._counts = {"heading": 0, "subheading": 0, "figure": 0, "table": 0, "formula": 0}

    def block(  # noqa: C901, PLR0911 - one branch for each type of block
        self, block_id: BlockId, content: BlockContent
    ) -> ReadingBlock:
        match content:
            case HeadingBlock():
                number = self._heading_number(content.level)
                return ReadingBlock(
                    id=block_id,
                    type="heading",
                    number=number,
                    title=content.text,
                    level=content.level,
                )
            case TextBlock():
                return ReadingBlock(
                    id=block_id, type="text", sentences=self._sentences(content.sentences)
                )
            case ListBlock():
                return ReadingBlock(
                    id=block_id,
                    type="list",
                    is_ordered=content.ordered,
                    list_items=tuple(self._sentences(item) for item in content.items),
                )
            case TableBlock():
                return self._table(block_id, content)
            case FormulaBlock():
                return self._formula(block_id, content)
            case CalloutBlock():
                return ReadingBlock(
                    id=block_id,
                    type="callout",
                    tone=content.tone,
                    title=content.title,
                    sentences=self._sentences(content.sentences),
                )
            case CodeBlock():
                return ReadingBlock(
                    id=block_id,
                    type="code",
                    language=content.language,
                    code=content.code,
                    code_html=code_html(content.code, content.language),
                    caption_html=inline_html(content.caption),
                )
            case FigureBlock() | ModelBlock() | VideoBlock():
                return self._medium(block_id, content)
            case FileBlock():
                return self._file(block_id, content)
            case QuizBlock():
                return self._quiz(block_id, content)

    def _heading_number(self, level: int) -> str:
        if level == 2:  # noqa: PLR2004 - HTML's level below the title
            self._counts["subheading"] = 0
            return self._number("heading")
        parent = self._counts["heading"]
        self._counts["subheading"] += 1
        return ".".join(
            str(part) for part in (self._lesson_number, parent, self._counts["subheading"]) if part
        )

    def _number(self, kind: str) -> str:
        self._counts[kind] += 1
        count = self._counts[kind]
        return f"{self._lesson_number}.{count}" if self._lesson_number else str(count)

    def _sentences(self, sentences: Sequence[Sentence]) -> tuple[SentenceView, ...]:
        return tuple(
            SentenceView(
                id=sentence.id,
                html=inline_html(sentence.text),
                writer=sentence.origin.writer,
                verdict=sentence.support.verdict if sentence.support else None,
                citations=tuple(map(self.citations.mark, shown_citations(sentence))),
            )
            for sentence in sentences
        )

    def _table(self, block_id: BlockId, content: TableBlock) -> ReadingBlock:
        return ReadingBlock(
            id=block_id,
            type="table",
            number=self._number("table"),
            caption_html=inline_html(content.caption),
            header=tuple(inline_html(cell) for cell in content.header),
            rows=tuple(tuple(inline_html(cell) for cell in row) for row in content.rows),
        )

    def _formula(self, block_id: BlockId, content: FormulaBlock) -> ReadingBlock:
        return ReadingBlock(
            id=block_id,
            type="formula",
            number=self._number("formula"),
            mathml=mathml(content.latex, display=True),
            latex=content.latex,
            where=tuple(
                QuantityView(
                    mathml=mathml(quantity.symbol, display=False),
                    meaning_html=inline_html(quantity.meaning),
                )
                for quantity in content.where
            ),
        )

    def _medium(
        self, block_id: BlockId, content: FigureBlock | ModelBlock | VideoBlock
    ) -> ReadingBlock:
        legend = () if isinstance(content, VideoBlock) else _legend(content.legend)
        block = ReadingBlock(
            id=block_id,
            type=content.type,
            number=self._number("figure"),
            caption_html=inline_html(content.caption),
            alt=content.alt,
            legend=legend,
        )
        asset = self._material.assets.get(content.asset_id) if content.asset_id else None
        if asset is None:
            return block
        pictured = asset.renditions.get("original" if content.type == "figure" else "poster")
        return block.model_copy(
            update={
                "src": asset.address("original"),
                "small_src": asset.address("small", "original") if content.type == "figure" else "",
                "dark_src": asset.address("dark"),
                "poster_src": asset.address("poster"),
                "captions_src": asset.address("captions"),
                "width": (pictured and pictured.width) or 0,
                "height": (pictured and pictured.height) or 0,
                "maker": asset.maker,
                "is_placeholder": asset.is_placeholder,
            }
        )

    def _file(self, block_id: BlockId, content: FileBlock) -> ReadingBlock:
        block = ReadingBlock(id=block_id, type="file", title=content.title)
        asset = self._material.assets.get(content.asset_id) if content.asset_id else None
        original = asset.renditions.get("original") if asset else None
        if asset is None or original is None:
            return block
        return block.model_copy(
            update={
                "title": content.title or asset.filename,
                "src": asset.address("original"),
                "filename": asset.filename,
                "media_type": original.media_type,
                "size": original.size,
            }
        )

    def _quiz(self, block_id: BlockId, content: QuizBlock) -> ReadingBlock:
        known = [
            (question_id, self._material.questions[question_id])
            for question_id in content.question_ids
            if question_id in self._material.questions
        ]
        return ReadingBlock(
            id=block_id,
            type="quiz",
            title=content.title,
            passing_percent=content.passing_percent,
            questions=tuple(
                self._question(facts, question_id, number)
                for number, (question_id, facts) in enumerate(known, start=1)
            ),
        )

    def _question(self, facts: QuestionFacts, question_id: QuestionId, number: int) -> QuestionView:
        return QuestionView(
            **dict(self._ask(facts.content, facts.version_id)),
            question_id=question_id,
            question_version_id=facts.version_id,
            number=number,
            is_varied=isinstance(facts.content, ParametrisedQuestion),
        )


def _legend(legend: Sequence[LegendEntry]) -> tuple[LegendView, ...]:
    return tuple(
        LegendView(mark=entry.mark, meaning_html=inline_html(entry.meaning)) for entry in legend
    )


def shown_citations(sentence: Sentence) -> list[Citation]:
    """What a reader is told a sentence stands on: nothing where a person vouches for it instead."""
    is_cited = sentence.support is None or sentence.support.verdict in CITED
    return sentence.citations if is_cited else []


def _questions_of(contents: Sequence[BlockContent], material: Material) -> list[QuestionContent]:
    return [
        material.questions[question_id].content
        for content in contents
        if isinstance(content, QuizBlock)
        for question_id in content.question_ids
        if question_id in material.questions
    ]


def _texts(content: BlockContent) -> Iterator[str]:
    """What a reader reads of a block, with its marks."""
    match content:
        case HeadingBlock():
            yield content.text
        case TextBlock() | ListBlock():
            yield from (sentence.text for sentence in sentences_in(content))
        case CalloutBlock():
            yield content.title
            yield from (sentence.text for sentence in content.sentences)
        case TableBlock():
            yield content.caption
            yield from chain(content.header, chain.from_iterable(content.rows))
        case FormulaBlock():
            yield from (quantity.meaning for quantity in content.where)
        case CodeBlock():
            yield content.caption
            yield content.code
        case FigureBlock() | ModelBlock():
            yield content.caption
            yield from (entry.meaning for entry in content.legend)
        case VideoBlock():
            yield content.caption
        case FileBlock() | QuizBlock():
            yield content.title
