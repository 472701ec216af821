"""What the clock does to tests, and the look at files that answer them."""

from alp_app.jobspecs.exams import KeepExamTime, ScanExamFile
from alp_app.services.exams import timekeeping
from alp_app.services.exams.files import keep_verdict, key_to_scan
from jobs.context import JobContext
from jobs.scanning import verdict_on


async def keep_exam_time(context: JobContext, _: KeepExamTime) -> None:
    """Each attempt in a transaction of its own, so that one that cannot be marked keeps none else."""
    async with context.reader() as reader:
        overdue = await timekeeping.list_overdue(reader)
    for attempt_id in overdue:
        await context.checkpoint()
        async with context.unit_of_work() as work:
            await timekeeping.hand_in_overdue(work, attempt_id)
    async with context.reader() as reader:
        closed = await timekeeping.list_closed(reader)
    for exam_id in closed:
        async with context.unit_of_work() as work:
            await timekeeping.release_closed(work, exam_id)
    await context.log("exams.time_kept", handed_in=len(overdue), shown=len(closed))


async def scan_exam_file(context: JobContext, spec: ScanExamFile) -> None:
    """Ask the scanner, and keep what it says. A file that it will not look at is never opened."""
    async with context.reader() as reader:
        key = await key_to_scan(reader, spec.file_id)
    if key is None:
        return
    verdict = await verdict_on(context, key)
    async with context.unit_of_work() as work:
        await keep_verdict(work, spec.file_id, verdict)
