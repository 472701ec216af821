"""The stage of a draft that waits until the teacher's files are read."""

from alp_app.jobspecs.generation import ReadSources
from alp_app.services.generation.errors import NothingReadable
from alp_app.services.sources.errors import SourceNotFound
from jobs.context import JobContext
from jobs.generation.material import material_for
from jobs.sources import read_into_passages


async def read_sources(context: JobContext, spec: ReadSources) -> None:
    """Read every file that is not yet. One that cannot be read is marked, and the rest goes on."""
    material = await material_for(context, spec)
    await context.plan([f"read:{source.id}" for source in material.sources])
    readable = 0
    total = len(material.sources)
    for index, source in enumerate(material.sources):
        try:
            readable += await read_into_passages(context, source.id, index=index, total=total)
        except SourceNotFound:
            await context.log("sources.taken_out")
    if material.sources and not readable:
        raise NothingReadable
