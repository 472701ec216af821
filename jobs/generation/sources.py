"""Reading the teacher's files into passages."""

import tempfile
from pathlib import Path

from pydantic import BaseModel

from alp_app.jobspecs.generation import ReadAddedSource, ReadSources
from alp_app.kit.errors import AppError
from alp_app.services.generation.errors import NothingReadable
from alp_app.services.generation.views import SourceToRead
from alp_app.services.sources import sandbox
from alp_app.services.sources.commands import mark_source_failed, save_passages
from alp_app.services.sources.errors import SourceNotFound
from alp_app.services.sources.kinds import SourceKind
from alp_app.services.sources.parsed import ParsedSource
from alp_app.services.sources.queries import get_source_key
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext
from jobs.generation.material import material_for


class ReadFile(BaseModel):
    """What one source became: passages with their vectors, or the words for why not."""

    parsed: ParsedSource | None = None
    vectors: list[list[float]] = []
    embedding_model: str = ""
    failure_code: str = ""
    failure_message: str = ""
    failure_hint: str = ""


async def read_sources(context: JobContext, spec: ReadSources) -> None:
    """Read every file into passages. One that cannot be read is marked, and the rest goes on."""
    material = await material_for(context, spec)
    await context.plan([f"read:{source.id}" for source in material.sources])
    readable = 0
    for index, source in enumerate(material.sources):
        read = await context.step(
            f"read:{source.id}",
            lambda source=source, index=index: _read(context, source, index, len(material.sources)),
            returns=ReadFile,
            save=lambda work, read, source=source: _keep_read(work, source, read),
        )
        readable += read.parsed is not None
    if material.sources and not readable:
        raise NothingReadable


async def read_added_source(context: JobContext, spec: ReadAddedSource) -> None:
    """Read one file into passages, unless it was taken out again meanwhile."""
    try:
        async with context.reader() as reader:
            view, key = await get_source_key(reader, spec.source_id)
        source = SourceToRead(
            id=view.id, filename=view.filename, media_type=view.media_type, sha256=key
        )
        await context.step(
            "read",
            lambda: _read(context, source, 0, 1),
            returns=ReadFile,
            save=lambda work, read: _keep_read(work, source, read),
        )
    except SourceNotFound:
        await context.log("generation.file_taken_out")


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
            return ReadFile(
                failure_code=failure.code,
                failure_message=failure.message,
                failure_hint=failure.hint,
            )
    embeddings = context.providers.embeddings
    texts = [f"{passage.heading}\n{passage.text}".strip() for passage in parsed.passages]
    return ReadFile(
        parsed=parsed, vectors=await embeddings.embed(texts), embedding_model=embeddings.model
    )


async def _keep_read(work: UnitOfWork, source: SourceToRead, read: ReadFile) -> None:
    if read.parsed is None:
        await mark_source_failed(
            work,
            source.id,
            code=read.failure_code,
            message=read.failure_message,
            hint=read.failure_hint,
        )
        return
    await save_passages(
        work,
        source.id,
        read.parsed,
        vectors=read.vectors,
        embedding_model=read.embedding_model,
    )
