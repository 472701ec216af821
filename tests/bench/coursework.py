"""A course that the real pipeline makes from one document, what is measured of it, and where that is kept."""

from collections.abc import AsyncGenerator, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, cast

from pydantic import BaseModel
from pypdf import PdfReader
from sqlmodel import col, select

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.kit import clock
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
from providers.llamacpp.models import GOOD_MODEL
from providers.minilm.adapter import MiniLM
from providers.painter.adapter import CoverPainter
from providers.registry import writer_folder
from tests.jobs.workshop import Workshop
from tests.support.quotes import check_quotes

WRITER = writer_folder(current().home)
"""Where this installation keeps the built-in model."""
DOCUMENTS = ROOT / "tests" / "bench" / "documents"
LESSONS = 2
SAMPLE = 40
"""Sentences of each course whose quotes are looked up."""
RERUNS = {Subject.COURSE: 1, Subject.LESSON: 2, Subject.QUESTION: 1, Subject.ASSET: LESSONS}
"""How many things of each kind are made again: an answer takes about a minute."""


class Document(BaseModel):
    topic: str
    audience: str
    path: Path

    @property
    def pages(self) -> int:
        return len(PdfReader(self.path).pages)


class SentenceRead(BaseModel):
    """What a teacher sees of a sentence."""

    lesson: str
    block: str
    text: str
    verdict: Verdict
    page: int | None
    quote: str
    is_held: bool | None = None
    """By the page that is shown for it; None outside the sample."""


class Course(BaseModel):
    """What is measured of a course. JSON-safe."""

    topic: str
    pages: int
    sentences: Sequence[SentenceRead]
    engine_seconds: float
    prompt_tokens: int
    output_tokens: int
    reruns: Sequence[tuple[str, Outcome]]
    """Of each thing that was made again: its capability, and what came of it."""
    measured_at: datetime

    def count(self, verdict: Verdict) -> int:
        return sum(sentence.verdict is verdict for sentence in self.sentences)

    def reruns_of(self, capability: str) -> list[Outcome]:
        return [outcome for made, outcome in self.reruns if made == capability]

    @property
    def looked_up(self) -> list[SentenceRead]:
        return [sentence for sentence in self.sentences if sentence.is_held is not None]


def kept_courses(documents: Sequence[Document]) -> list[Course]:
    """The last measurement of each document: one takes so long that a run may be of one of them alone."""
    paths = [_kept_at(document) for document in documents]
    return [Course.model_validate_json(path.read_text()) for path in paths if path.exists()]


def keep(document: Document, course: Course) -> None:
    path = _kept_at(document)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(course.model_dump_json(indent=1))


def _kept_at(document: Document) -> Path:
    return current().home / "bench" / f"{document.path.stem}.json"


def equip(workshop: Workshop) -> None:
    """With the engines of an installation that has nothing but what is built in."""
    writer = BuiltInWriter(
        GOOD_MODEL, WRITER, timeout=timedelta(minutes=10), idle=timedelta(minutes=2)
    )
    painter = CoverPainter()
    workshop.providers = Providers(
        text=writer,
        embeddings=MiniLM(threads=1),
        images=painter,
        scenes=PlaceholderScenes(),
        scanner=None,
        engines=(
            Engine(purpose="text", place=1, engine=writer),
            Engine(purpose="images", place=1, engine=painter),
        ),
        parts=(),
    )
    workshop.handlers = dict(HANDLERS) | {CheckKeys: _leave_keys}


async def _leave_keys(context: JobContext, spec: CheckKeys) -> None:
    """Answer keys take longer than all the rest, and are measured by themselves."""
    await context.log("bench.keys_left", course=str(spec.course_id))


async def make_course(workshop: Workshop, document: Document) -> Course:
    """Upload the document, have the course made from it, and measure what came out."""
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
    return Course(
        topic=document.topic,
        pages=document.pages,
        sentences=await _sentences(workshop, started.course_id),
        engine_seconds=sum(making.duration_seconds for making in makings),
        prompt_tokens=sum(making.prompt_tokens or 0 for making in makings),
        output_tokens=sum(making.output_tokens or 0 for making in makings),
        reruns=await _make_again(workshop, started.course_id),
        measured_at=clock.now(),
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
    """Steps keep one answer under `making`, or several under `makings`."""
    if isinstance(result, dict):
        held = cast("dict[str, Any]", result)
        if "making" in held:
            yield Making.model_validate(held["making"])
            return
        for making in held.get("makings") or ():
            yield Making.model_validate(making)
        for name, part in held.items():
            if name != "makings":
                yield from _within(part)
    elif isinstance(result, list):
        for part in cast("list[Any]", result):
            yield from _within(part)


async def _sentences(workshop: Workshop, course_id: CourseId) -> list[SentenceRead]:
    async with workshop.work() as work:
        sample = await check_quotes(work, workshop.objects, course_id, count=SAMPLE)
    held = {(check.text, check.citation.quote): check.is_held for check in sample}
    async with workshop.sessions() as session:
        statement = (
            select(Block, Lesson)
            .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
            .where(col(Lesson.course_id) == course_id, col(Block.deleted_at).is_(None))
            .order_by(col(Lesson.position), col(Block.position))
        )
        rows = (await session.execute(statement)).all()
    read: list[SentenceRead] = []
    for block, lesson in rows:
        for sentence in sentences_in(block.content):
            assert sentence.support
            citation = next(iter(sentence.citations), None)
            quote = citation.quote if citation else ""
            read.append(
                SentenceRead(
                    lesson=lesson.title,
                    block=block.content.type,
                    text=sentence.text,
                    verdict=sentence.support.verdict,
                    page=citation.page if citation else None,
                    quote=quote,
                    is_held=held.get((sentence.text, quote)),
                )
            )
    return read


async def _make_again(workshop: Workshop, course_id: CourseId) -> list[tuple[str, Outcome]]:
    """Some things of each kind are asked for again, and compared by their bytes."""
    chosen: list[ManifestId] = []
    async with workshop.sessions() as session:
        for subject, count in RERUNS.items():
            statement = (
                select(Manifest.id)
                .where(col(Manifest.course_id) == course_id, col(Manifest.subject) == subject)
                .order_by(col(Manifest.number))
                .limit(count)
            )
            chosen += [ManifestId(each) for each in (await session.scalars(statement)).all()]
    for manifest_id in chosen:
        async with workshop.work() as work:
            await request_rerun(work, manifest_id)
    await workshop.drain()
    async with workshop.sessions() as session:
        statement = (
            select(Manifest, Rerun)
            .join(Rerun, col(Rerun.manifest_id) == col(Manifest.id))
            .where(col(Rerun.course_id) == course_id)
            .order_by(col(Manifest.number))
        )
        rows = (await session.execute(statement)).all()
    return [
        (manifest.making.capability, rerun.outcome) for manifest, rerun in rows if rerun.outcome
    ]
