"""Whether the page that is shown for a sentence really holds its quote: asked of the PDF itself, through a
reader that the product does not use for it."""

import random
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO

from pypdf import PdfReader
from sqlmodel import col, select

from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.content import Citation, Verdict
from alp_app.models.course import Block, Lesson
from alp_app.models.source import Source
from alp_app.services.courses.sentences import sentences_in
from alp_app.unit_of_work import Reader
from providers.contracts.objects import ObjectStore


@dataclass(frozen=True)
class QuoteCheck:
    """Of one sentence."""

    text: str
    citation: Citation
    is_held: bool


class PageTexts:
    """The words of a PDF by page, from 1."""

    def __init__(self, content: bytes) -> None:
        self._pages = [page.extract_text() for page in PdfReader(BytesIO(content)).pages]

    def hold(self, quote: str, page: int) -> bool:
        """Whether the page holds the quote, or begins it where it runs over to the next."""
        if not 1 <= page <= len(self._pages):
            return False
        wanted, shown = squashed(quote), squashed(self._pages[page - 1])
        if wanted in shown:
            return bool(wanted)
        both = squashed(" ".join(self._pages[page - 1 : page + 1]))
        place = both.find(wanted)
        return 0 <= place < len(shown)


def squashed(text: str) -> str:
    """Letters and digits only: line breaks, hyphens at their ends and spaces differ between readers."""
    return re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", text)).casefold()


async def check_quotes(
    reader: Reader, objects: ObjectStore, course_id: CourseId, *, count: int = 100, seed: int = 1
) -> list[QuoteCheck]:
    """Of a sample of the draft's supported and weak sentences that cite a page of a PDF."""
    cited = await _cited(reader, course_id)
    chosen = random.Random(seed).sample(cited, min(count, len(cited)))  # noqa: S311 - no secret
    pages = await _pages(reader, objects, [citation for _, citation in chosen])
    return [
        QuoteCheck(
            text,
            citation,
            citation.source_id in pages
            and pages[citation.source_id].hold(citation.quote, citation.page or 0),
        )
        for text, citation in chosen
    ]


async def _cited(reader: Reader, course_id: CourseId) -> list[tuple[str, Citation]]:
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(
            col(Lesson.course_id) == course_id,
            col(Lesson.deleted_at).is_(None),
            col(Block.deleted_at).is_(None),
        )
        .order_by(col(Block.id))
    )
    return [
        (sentence.text, citation)
        for block in (await reader.session.scalars(statement)).all()
        for sentence in sentences_in(block.content)
        if sentence.support and sentence.support.verdict in {Verdict.SUPPORTED, Verdict.WEAK}
        for citation in sentence.citations
        if citation.source_id and citation.page
    ]


async def _pages(
    reader: Reader, objects: ObjectStore, citations: Sequence[Citation]
) -> Mapping[SourceId | None, PageTexts]:
    ids = {citation.source_id for citation in citations}
    statement = select(Source).where(
        col(Source.id).in_(ids), col(Source.media_type) == "application/pdf"
    )
    sources = (await reader.session.scalars(statement)).all()
    return {source.id: PageTexts(await objects.read(source.sha256)) for source in sources}
