"""What keeps an installation from growing for ever, and never takes what is needed."""

from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import SQLModel

from alp_app.jobspecs.operations import PeriodicSpec, SweepObjects
from alp_app.kit import clock
from alp_app.models import asset, job, source
from alp_app.services.operations.upkeep import UNNAMED
from alp_app.services.uploads.commands import UploadLimits, add_piece, begin_upload
from jobs.operations import sweep_objects
from jobs.runner import Ending
from providers.contracts.objects import ObjectInfo, StoredObject
from providers.fakes.objects import MemoryObjects
from tests.jobs.workshop import Errand, Workshop

KEYS = {"sha256", "object_key"}
NAMED_ELSEWHERE = {
    ("job_artifact", "sha256"),
    ("source_passage", "sha256"),
    ("revision", "sha256"),
    ("revision_content", "sha256"),
}
"""A second name for the same object, and hashes of what lies in the database itself."""


def test_the_sweeper_knows_every_column_that_names_an_object():
    assert asset, job
    columns = {
        (table.name, column.name)
        for table in SQLModel.metadata.tables.values()
        for column in table.columns
        if column.name in KEYS
    }
    assert (source.Source.__tablename__, "sha256") in columns
    known = {pair for pair in columns if f"FROM {pair[0]} WHERE {pair[1]} = key" in UNNAMED.text}
    assert columns - known == NAMED_ELSEWHERE


class AgeingObjects(MemoryObjects):
    """Some of what it holds was stored long ago."""

    def __init__(self) -> None:
        super().__init__()
        self.old: set[str] = set()

    async def list_older(self, than: datetime) -> AsyncGenerator[ObjectInfo]:
        async for found in super().list_older(clock.now() + timedelta(seconds=1)):
            if found.key in self.old:
                yield found


async def run_now(workshop: Workshop, spec: PeriodicSpec) -> Ending:
    return await workshop.run(await workshop.request(spec))


async def test_only_old_objects_that_nothing_names_are_swept(workshop: Workshop):
    workshop.objects = objects = AgeingObjects()
    named, unnamed, young = [await _put(workshop, f"{n}") for n in ("named", "unnamed", "young")]

    async def attach(context: Any, _: Errand) -> None:
        await context.attach("cover", b"named", media_type="text/plain")

    workshop.handlers |= {Errand: attach, SweepObjects: sweep_objects}
    await workshop.run(await workshop.request(Errand()))
    objects.old = {named.sha256, unnamed.sha256}
    assert await run_now(workshop, SweepObjects(slot=clock.now())) is Ending.DONE
    kept = {
        stored.sha256 for stored in (named, unnamed, young) if await objects.find(stored.sha256)
    }
    assert kept == {named.sha256, young.sha256}


async def test_the_bytes_of_an_upload_stay_until_nobody_may_go_on(workshop: Workshop):
    workshop.objects = objects = AgeingObjects()
    workshop.handlers[SweepObjects] = sweep_objects
    piece = await _put(workshop, "half of a film")
    objects.old = {piece.sha256}
    limits = UploadLimits(most_bytes=100, open_files=1, open_bytes=100, kept_for=timedelta(days=7))
    async with workshop.work() as work:
        begun = await begin_upload(work, filename="film.mp4", length=100, limits=limits)
        await add_piece(work, begun.id, piece, start=0, limits=limits)
    assert await run_now(workshop, SweepObjects(slot=clock.now())) is Ending.DONE
    assert await objects.find(piece.sha256)
    await workshop.execute("UPDATE upload SET expires_at = clock_timestamp()")
    assert await run_now(workshop, SweepObjects(slot=clock.now())) is Ending.DONE
    assert await objects.find(piece.sha256) is None
    assert (await workshop.execute("SELECT id FROM upload")).all() == []


async def _put(workshop: Workshop, content: str) -> StoredObject:
    return await workshop.objects.put_bytes(content.encode(), media_type="text/plain")
