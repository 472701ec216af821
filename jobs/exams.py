"""What the clock does to tests."""

from alp_app.jobspecs.exams import KeepExamTime
from alp_app.services.exams import timekeeping
from jobs.context import JobContext


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
