"""Courses from real documents with the good built-in model: what the sources support, what it takes, and
whether the page that is shown for a sentence holds its quote."""

from collections import Counter
from collections.abc import AsyncGenerator, Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest
from pypdf import PdfReader
from sqlmodel import col, select

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.jobspecs.manifests import RerunText
from alp_app.kit.ids import CourseId, JobId, ManifestId
from alp_app.models.content import Verdict
from alp_app.models.course import Block, Lesson
from alp_app.models.job import JobState
from alp_app.models.manifest import Making, Manifest, Outcome, Rerun, Subject
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.generation.commands import start_course
from alp_app.services.generation.inputs import BriefInput
from alp_app.services.manifests.commands import request_rerun
from alp_app.services.sources.commands import receive_source
from alp_app.settings import ROOT, current
from jobs.context import JobContext
from jobs.registry import HANDLERS
from providers.contracts.engines import Engine, Providers
from providers.fakes.scenes import PlaceholderScenes
from providers.llamacpp.adapter import BuiltInWriter
from providers.llamacpp.model_files import find
from providers.llamacpp.models import GOOD_MODEL
from providers.minilm.adapter import MiniLM
from providers.painter.adapter import CoverPainter
from providers.registry import writer_folder
from tests.bench.report import Report, Table
from tests.jobs.conftest import workshop
from tests.jobs.workshop import Workshop
from tests.support.quotes import QuoteCheck, check_quotes

__all__ = ["workshop"]

WRITER = writer_folder(current().home)
"""Where this installation keeps the built-in model."""
DOCUMENTS = ROOT / "tests" / "bench" / "documents"
LESSONS = 2
SAMPLE = 40
"""Sentences of each course whose quotes are looked up."""


@dataclass(frozen=True)
class Document:
    topic: str
    audience: str
    path: Path


@dataclass(frozen=True)
class Course:
    document: Document
    pages: int
    verdicts: Counter[str]
    seconds: float
    prompt_tokens: int
    output_tokens: int
    quotes: Sequence[QuoteCheck]
    reruns: Sequence[Outcome]


BENCHED = (
    Document(
        "Hydraulic brake systems",
        "Apprentices in their first year",
        ROOT / "tests" / "support" / "files" / "hydraulic-brake-systems.pdf",
    ),
    Document(
        "How SQLite commits atomically",
        "Students of computer science",
        DOCUMENTS / "sqlite-atomic-commit.pdf",
    ),
    Document(
        "The file format of SQLite databases",
        "Students of computer science",
        DOCUMENTS / "sqlite-file-format.pdf",
    ),
)


@pytest.fixture(scope="module")
def courses(report: Report) -> Generator[list[Course]]:
    made: list[Course] = []
    yield made
    if made:
        report.tables.append(_table(made))


@pytest.mark.timeout(2 * 3600)
@pytest.mark.parametrize("document", BENCHED, ids=lambda document: document.path.stem)
async def test_a_course_from_a_real_document(
    document: Document, workshop: Workshop, courses: list[Course]
):
    if find(GOOD_MODEL, WRITER) is None:
        pytest.skip("the good built-in model is not fetched here")
    _equip(workshop)
    course = await _measured(workshop, document)
    courses.append(course)
    assert [quote for quote in course.quotes if not quote.is_held] == []


def _equip(workshop: Workshop) -> None:

    writer = BuiltInWriter(
        GOOD_MODEL, WRITER, timeout=timedelta(minutes=10), idle=timedelta(minutes=10)
    )
    workshop.providers = Providers(
        text=writer,
        embeddings=MiniLM(threads=1),
        images=CoverPainter(),
        scenes=PlaceholderScenes(),
        scanner=None,
        engines=(Engine(purpose="text", place=1, engine=writer),),
        parts=(),
    )
    workshop.handlers = dict(HANDLERS) | {CheckKeys: _leave_keys}


async def _leave_keys(context: JobContext, spec: CheckKeys) -> None:
    """Answer keys take longer than all the rest, and are measured by themselves."""
    await context.log("bench.keys_left", course=str(spec.course_id))


async def _measured(workshop: Workshop, document: Document) -> Course:
    async with workshop.work() as work:
        source = await receive_source(
            work, workshop.objects, document.path, filename=document.path.name
        )
        brief = BriefInput(
            topic=document.topic,
            audience=document.audience,
            lesson_count=LESSONS,
            source_ids=[source.id],
        )
        started = await start_course(work, brief=brief)
    await workshop.drain()
    job = await workshop.job(started.job_id)
    assert job.state is JobState.DONE, job.error
    makings = [making async for making in _makings(workshop, started.job_id)]
    async with workshop.work() as work:
        checked = await check_quotes(work, workshop.objects, started.course_id, count=SAMPLE)
    return Course(
        document=document,
        pages=len(PdfReader(document.path).pages),
        verdicts=await _verdicts(workshop, started.course_id),
        seconds=sum(making.duration_seconds for making in makings),
        prompt_tokens=sum(making.prompt_tokens or 0 for making in makings),
        output_tokens=sum(making.output_tokens or 0 for making in makings),
        quotes=checked,
        reruns=await _reruns(workshop, started.course_id),
    )


async def _makings(workshop: Workshop, job_id: JobId) -> AsyncGenerator[Making]:
    """How every answer of the text engine came about that the job and its parts have kept."""
    parts = [job_id, *(child.id for child in (await workshop.children(job_id)).values())]
    for part in parts:
        for step in (await workshop.steps(part)).values():
            for making in _within(step.result):
                if making.capability == "text":
                    yield making


def _within(result: Any) -> Iterator[Making]:
    """Steps keep one answer, or several under any name."""
    if isinstance(result, dict) and "making" in result:
        yield Making.model_validate(result["making"])
    elif isinstance(result, dict | list):
        for part in cast("Any", result.values() if isinstance(result, dict) else result):
            yield from _within(part)


async def _verdicts(workshop: Workshop, course_id: CourseId) -> Counter[str]:
    async with workshop.sessions() as session:
        statement = (
            select(Block)
            .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
            .where(col(Lesson.course_id) == course_id, col(Block.deleted_at).is_(None))
        )
        blocks = (await session.scalars(statement)).all()
    sentences = [sentence for block in blocks for sentence in sentences_in(block.content)]
    assert all(sentence.support for sentence in sentences)
    return Counter(item.support.verdict.value for item in sentences if item.support)


async def _reruns(workshop: Workshop, course_id: CourseId) -> list[Outcome]:
    """A lesson's first section is asked for again, and compared by its bytes."""
    async with workshop.sessions() as session:
        statement = (
            select(Manifest.id)
            .where(col(Manifest.course_id) == course_id, col(Manifest.subject) == Subject.LESSON)
            .order_by(col(Manifest.number))
            .limit(2)
        )
        manifests = (await session.scalars(statement)).all()
    assert RerunText in workshop.handlers
    for manifest_id in manifests:
        async with workshop.work() as work:
            await request_rerun(work, ManifestId(manifest_id))
    await workshop.drain()
    async with workshop.sessions() as session:
        statement = select(Rerun.outcome).where(col(Rerun.course_id) == course_id)
        return [outcome for outcome in (await session.scalars(statement)).all() if outcome]


def _table(courses: Sequence[Course]) -> Table:
    return Table(
        title="Courses from real documents",
        about=(
            f"{LESSONS} lessons from each document, written by {GOOD_MODEL.name} on one thread through "
            "all stages but the check of answer keys; nobody has mended anything. Every sentence is held "
            "against the document by a check that does not depend on the writer. The quotes of a sample "
            "were looked up in the page of the PDF that is shown for them, through another reader. Made "
            "again: requests to the engine that were sent a second time, and gave the same bytes."
        ),
        heads=(
            "document",
            "pages",
            "sentences",
            "supported",
            "weak",
            "unsupported",
            "quotes held by their page",
            "minutes of the engine",
            "tokens read, written",
            "made again",
        ),
        rows=[_row(course) for course in courses],
    )


def _row(course: Course) -> tuple[str, ...]:
    total = course.verdicts.total()

    def share(verdict: Verdict) -> str:
        count = course.verdicts[verdict.value]
        return f"{count} ({count / total:.0%})"

    same = sum(outcome is Outcome.IDENTICAL for outcome in course.reruns)
    return (
        course.document.topic,
        str(course.pages),
        str(total),
        share(Verdict.SUPPORTED),
        share(Verdict.WEAK),
        share(Verdict.UNSUPPORTED),
        f"{sum(quote.is_held for quote in course.quotes)} of {len(course.quotes)}",
        f"{course.seconds / 60:.0f}",
        f"{course.prompt_tokens:,}, {course.output_tokens:,}",
        f"{same} of {len(course.reruns)}",
    )
