"""Work on the installation itself."""

from datetime import timedelta

from alp_app.jobspecs.operations import FetchEnginePart, SweepObjects
from alp_app.kit import clock
from alp_app.services.operations import upkeep
from alp_app.services.operations.errors import UnknownPart
from jobs.context import JobContext
from providers.contracts.objects import ObjectInfo

MEGABYTE = 1024 * 1024
KEYS_AT_ONCE = 500

UNNAMED_FOR = timedelta(hours=24)
"""Bytes are stored before the row that names them; work in between must never lose them."""


async def fetch_engine_part(context: JobContext, spec: FetchEnginePart) -> None:
    """Fetch and check a part; what has arrived is kept for the next try."""
    part = next((item for item in context.providers.parts if item.name == spec.part), None)
    if part is None:
        raise UnknownPart(spec.part)

    async def report(done: int, total: int) -> None:
        await context.progress(
            done / max(1, total),
            "operations.fetching_part",
            title=part.title,
            megabytes=done // MEGABYTE,
            of=total // MEGABYTE,
        )

    await part.fetch(report)


async def sweep_objects(context: JobContext, _: SweepObjects) -> None:
    async with context.unit_of_work() as work:
        expired = await upkeep.forget_expired_uploads(work)
    if expired:
        await context.log("operations.uploads_forgotten", count=expired)
    batch: list[ObjectInfo] = []
    async for found in context.objects.list_older(clock.now() - UNNAMED_FOR):
        batch.append(found)
        if len(batch) == KEYS_AT_ONCE:
            await _sweep(context, batch)
            batch = []
    await _sweep(context, batch)


async def _sweep(context: JobContext, batch: list[ObjectInfo]) -> None:
    await context.checkpoint()
    async with context.reader() as reader:
        unnamed = await upkeep.list_unnamed(reader, [found.key for found in batch])
    for found in batch:
        if found.key in unnamed:
            await context.objects.delete(found.key)
    if unnamed:
        await context.log("operations.objects_swept", count=len(unnamed))
