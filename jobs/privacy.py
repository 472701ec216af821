"""Downloads of what is held about people, the erasing of accounts, and the retention clock."""

import asyncio
import tempfile
import zipfile
from contextlib import aclosing
from pathlib import Path

from alp_app.jobspecs.privacy import EraseAccount, KeepRetention, PrepareExport
from alp_app.services.privacy import erasing, exporting, retention
from alp_app.services.privacy.access import ZIP
from alp_app.services.privacy.clocks import CLOCKS
from alp_app.services.privacy.exporting import Contents
from alp_app.services.privacy.portions import PORTIONS
from jobs.context import JobContext
from providers.contracts.objects import ObjectMissing


async def prepare_export(context: JobContext, spec: PrepareExport) -> None:
    async with context.reader() as reader:
        if not await exporting.is_wanted(reader, spec.export_id):
            return
        contents = await exporting.gather(reader)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "my-data.zip"
        await _pack(context, contents, path)
        stored = await context.objects.put_file(path, media_type=ZIP)
    async with context.unit_of_work() as work:
        await exporting.keep_export(work, spec.export_id, stored)


async def erase_account(context: JobContext, spec: EraseAccount) -> None:
    """Run again, it goes on where it stopped: what is gone is not there to be removed."""
    for number, portion in enumerate(PORTIONS):
        await context.progress(number / len(PORTIONS), "privacy.erasing")
        async with context.unit_of_work() as work:
            await erasing.erase_portion(work, spec.erasure_id, portion)
    async with context.unit_of_work() as work:
        await erasing.finish_erasure(work, spec.erasure_id)


async def keep_retention(context: JobContext, spec: KeepRetention) -> None:
    async with context.unit_of_work() as work:
        await retention.begin_run(work, spec.slot)
    for each in CLOCKS:
        removed = 1
        while removed:
            await context.checkpoint()
            async with context.unit_of_work() as work:
                removed = await retention.remove_batch(work, each.kind, spec.slot)
    async with context.unit_of_work() as work:
        await retention.end_run(work, spec.slot)


async def _pack(context: JobContext, contents: Contents, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, document in contents.documents.items():
            await asyncio.to_thread(archive.writestr, name, document)
        for file in contents.files:
            await context.checkpoint()
            try:
                with archive.open(file.path, "w", force_zip64=True) as entry:
                    async with aclosing(context.objects.stream(file.key)) as chunks:
                        async for chunk in chunks:
                            await asyncio.to_thread(entry.write, chunk)
            except ObjectMissing:
                await context.log("privacy.file_missing", level="warning", path=file.path)
