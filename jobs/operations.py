"""Work on the installation itself."""

from alp_app.jobspecs.operations import FetchEnginePart
from alp_app.services.operations.errors import UnknownPart
from jobs.context import JobContext

MEGABYTE = 1024 * 1024


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
