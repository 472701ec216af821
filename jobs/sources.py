"""Reading the teacher's files and addresses into passages that can be found."""

import tempfile
from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from pydantic import BaseModel, Field

from alp_app.jobspecs.sources import KeepIndex, ReadSource
from alp_app.kit.errors import AppError
from alp_app.kit.ids import SourceId
from alp_app.models.source import SourceState
from alp_app.services.sources import reading, sandbox, upkeep
from alp_app.services.sources.addresses import name_of
from alp_app.services.sources.errors import AddressRefused, SourceNotFound
from alp_app.services.sources.kinds import SourceKind, find_kind
from alp_app.services.sources.parsed import ParsedSource
from alp_app.services.sources.queries import Unindexed, get_source_to_read, list_unindexed
from alp_app.services.sources.views import SourceToRead
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from providers.contracts.errors import ProviderRefused

WEB_KINDS = {"application/xhtml+xml": SourceKind.HTML.value}
PASSAGES_AT_ONCE = 64
"""Whose vectors are made in one step."""


class ReadFile(BaseModel):
    """What reading gave. The words themselves go into their own tables, not into the job's record."""

    parsed: ParsedSource | None = Field(default=None, exclude=True)
    is_read: bool = False
    failure_code: str = ""
    failure_message: str = ""
    failure_hint: str = ""

    @classmethod
    def failed(cls, failure: AppError) -> "ReadFile":
        return cls(
            failure_code=failure.code, failure_message=failure.message, failure_hint=failure.hint
        )


class Fetched(BaseModel):
    """A page of the web that lies in the object store, or the words for why not."""

    sha256: str = ""
    size: int = 0
    media_type: str = ""
    filename: str = ""
    failure_code: str = ""
    failure_message: str = ""
    failure_hint: str = ""


class Embedded(BaseModel):
    count: int
    model: str
    vectors: list[tuple[UUID, list[float]]] = Field(
        default_factory=list[tuple[UUID, list[float]]], exclude=True
    )


async def read_source(context: JobContext, spec: ReadSource) -> None:
    """Do what a source still lacks, unless it was taken out again meanwhile."""
    try:
        await read_into_passages(context, spec.source_id)
    except SourceNotFound:
        await context.log("sources.taken_out")


async def read_into_passages(
    context: JobContext, source_id: SourceId, *, index: int = 0, total: int = 1
) -> bool:
    """Read one source of `total`. Returns whether it can be used; why not is kept with it."""
    async with context.reader() as reader:
        source = await get_source_to_read(reader, source_id)
    if source.url and not source.sha256:
        fetched = await context.step(
            f"fetch:{source_id}",
            lambda: _fetch(context, source),
            returns=Fetched,
            save=lambda work, fetched: _keep_fetched(work, source_id, fetched),
        )
        if fetched.failure_code:
            return False
        async with context.reader() as reader:
            source = await get_source_to_read(reader, source_id)
    if not source.is_parsed:
        async with context.unit_of_work() as work:
            await reading.mark_source(work, source_id, SourceState.PARSING)
        read = await context.step(
            f"read:{source_id}",
            lambda: _read(context, source, index, total),
            returns=ReadFile,
            save=lambda work, read: _keep_read(work, source, read),
        )
        if not read.is_read:
            return False
    elif source.course_text_search and source.text_search != source.course_text_search:
        async with context.unit_of_work() as work:
            await reading.save_text_search(work, source_id, source.course_text_search)
    await _index(context, source)
    return True


async def _fetch(context: JobContext, source: SourceToRead) -> Fetched:
    await context.progress(0.0, "sources.fetching_page", url=source.url)
    pages = context.providers.pages
    try:
        if pages is None:
            raise AddressRefused(source.url, "asks for the web, which is not connected here")
        page = await pages.fetch(source.url)
        with tempfile.NamedTemporaryFile(prefix="alp-page-") as file:
            file.write(page.content)
            file.flush()
            filename = name_of(page.url, WEB_KINDS.get(page.media_type, page.media_type))
            kind = find_kind(Path(file.name), filename)
    except ProviderRefused as refusal:
        return _failed(AddressRefused(source.url, refusal.reason))
    except AppError as failure:
        return _failed(failure)
    stored = await context.objects.put_bytes(page.content, media_type=kind.value)
    return Fetched(sha256=stored.sha256, size=stored.size, media_type=kind.value, filename=filename)


def _failed(failure: AppError) -> Fetched:
    return Fetched(
        failure_code=failure.code, failure_message=failure.message, failure_hint=failure.hint
    )


async def _keep_fetched(work: UnitOfWork, source_id: SourceId, fetched: Fetched) -> None:
    if fetched.failure_code:
        await reading.mark_source_failed(
            work,
            source_id,
            code=fetched.failure_code,
            message=fetched.failure_message,
            hint=fetched.failure_hint,
        )
        return
    await reading.save_fetched(
        work,
        source_id,
        sha256=fetched.sha256,
        size=fetched.size,
        media_type=fetched.media_type,
        filename=fetched.filename,
    )


async def _read(context: JobContext, source: SourceToRead, index: int, total: int) -> ReadFile:
    await context.progress(
        index / total,
        "generation.reading_file",
        n=index + 1,
        of=total,
        filename=source.filename,
    )
    with tempfile.TemporaryDirectory(prefix="alp-source-") as folder:
        path = Path(folder) / "file"
        await context.objects.save(source.sha256, path)
        try:
            parsed = await sandbox.read(path, SourceKind(source.media_type), source.filename)
        except AppError as failure:
            return ReadFile.failed(failure)
    return ReadFile(parsed=parsed, is_read=True)


async def _keep_read(work: UnitOfWork, source: SourceToRead, read: ReadFile) -> None:
    if read.parsed is None:
        await reading.mark_source_failed(
            work,
            source.id,
            code=read.failure_code,
            message=read.failure_message,
            hint=read.failure_hint,
        )
        return
    await reading.save_parsed(work, source.id, read.parsed, text_search=source.course_text_search)


async def _index(context: JobContext, source: SourceToRead) -> None:
    """Make the vectors that are missing, or are of another model. What was made stays made."""
    embeddings = context.providers.embeddings
    while True:
        async with context.reader() as reader:
            left, batch = await list_unindexed(
                reader,
                source.id,
                model=embeddings.model,
                dimension=embeddings.dimension,
                limit=PASSAGES_AT_ONCE,
            )
        if not batch:
            break
        await context.progress(
            1 / (1 + left / PASSAGES_AT_ONCE),
            "sources.indexing_file",
            filename=source.filename,
            left=left,
        )
        await context.step(
            f"index:{source.id}:{embeddings.model}:{batch[0].id}",
            lambda batch=batch: _embed(context, batch),
            returns=Embedded,
            save=lambda work, made: reading.save_vectors(
                work, source.id, made.vectors, model=made.model
            ),
        )
    async with context.unit_of_work() as work:
        await reading.mark_ready(work, source.id)


async def _embed(context: JobContext, batch: Sequence[Unindexed]) -> Embedded:
    embeddings = context.providers.embeddings
    vectors = await embeddings.embed([passage.text for passage in batch])
    return Embedded(
        count=len(batch),
        model=embeddings.model,
        vectors=[(passage.id, vector) for passage, vector in zip(batch, vectors, strict=True)],
    )


async def keep_index(context: JobContext, _: KeepIndex) -> None:
    """Until its turn comes, a source is found by its words alone."""
    embeddings = context.providers.embeddings
    async with context.reader() as reader:
        stale = await upkeep.list_stale(
            reader, model=embeddings.model, dimension=embeddings.dimension
        )
    requested = 0
    for source in stale:
        async with context.unit_of_work() as work:
            requested += await upkeep.request_reading(work, source)
    if requested:
        await context.log("sources.indexing_requested", count=requested)
