"""Looking for malware in what learners hand in."""

from alp_app.jobspecs.assignments import ScanFile
from alp_app.services.assignments.files import keep_verdict, key_to_scan
from jobs.context import JobContext
from jobs.scanning import verdict_on


async def scan_file(context: JobContext, spec: ScanFile) -> None:
    """Ask the scanner, and keep what it says. A file that it will not look at is never opened."""
    async with context.reader() as reader:
        key = await key_to_scan(reader, spec.file_id)
    if key is None:
        return
    verdict = await verdict_on(context, key)
    async with context.unit_of_work() as work:
        await keep_verdict(work, spec.file_id, verdict)
