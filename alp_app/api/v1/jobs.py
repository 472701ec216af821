"""Jobs: what runs, what waits, what failed; retry and cancel."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Path, Query
from starlette.responses import PlainTextResponse, StreamingResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.kit.ids import JobId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.operations import commands, queries
from alp_app.services.operations.inputs import JobFilter
from alp_app.services.operations.views import JobDetail, JobView, OperationsView

router = APIRouter(tags=["Jobs"], route_class=ActorRoute)


@router.get("/jobs", responses=documented(401))
@allow(Policy.SIGNED_IN)
async def list_jobs(
    reader: Read, asked: Paging, chosen: Annotated[JobFilter, Query()]
) -> Page[JobView]:
    """The jobs that you may see, the newest first."""
    return await queries.list_jobs(reader, chosen, asked)


@router.get("/jobs/{job_id}", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_job(job_id: JobId, reader: Read) -> JobDetail:
    return await queries.get_job(reader, job_id)


@router.get("/jobs/{job_id}/log", responses=documented(404), response_class=PlainTextResponse)
@allow(Policy.SIGNED_IN)
async def download_log(job_id: JobId, reader: Read) -> PlainTextResponse:
    """The job's whole log, a line each."""
    lines = [
        f"{line.at.isoformat()} {line.level:7} {line.message} "
        + " ".join(f"{key}={value}" for key, value in line.facts.items())
        for line in await queries.list_log(reader, job_id)
    ]
    headers = {"Content-Disposition": f'attachment; filename="job-{job_id}.log"'}
    return PlainTextResponse("\n".join([*lines, ""]), headers=headers)


@router.get(
    "/jobs/{job_id}/artifacts/{name:path}",
    responses={200: {"content": {"application/octet-stream": {}}}, **documented(404)},
    response_class=StreamingResponse,
)
@allow(Policy.SIGNED_IN)
async def download_artifact(
    job_id: JobId, name: Annotated[str, Path(max_length=200)], reader: Read
) -> StreamingResponse:
    """Something that the job made, as a file to save."""
    found = await queries.get_artifact(reader, job_id, name)
    filename = quote(found.name.rpartition("/")[2], safe="")
    return StreamingResponse(
        _bytes(found.key),
        media_type="application/octet-stream",
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{filename}",
            "Content-Length": str(found.size),
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        },
    )


@router.post("/jobs/{job_id}/cancel", status_code=202, responses=documented(403, 404, 409))
@allow(Policy.SIGNED_IN)
async def cancel_job(job_id: JobId, work: Work) -> None:
    """Stop a job and its stages. What is finished is kept."""
    await commands.cancel_job(work, job_id)


@router.post("/jobs/{job_id}/retry", status_code=202, responses=documented(403, 404, 409))
@allow(Policy.SIGNED_IN)
async def retry_job(job_id: JobId, work: Work) -> None:
    """Go on after the last finished step."""
    await commands.retry_job(work, job_id)


@router.get("/operations", responses=documented(403))
@allow(Policy.ADMIN)
async def get_operations(reader: Read) -> OperationsView:
    """How long the queues are, and which workers are alive."""
    return await queries.get_operations(reader)


async def _bytes(key: str) -> AsyncGenerator[bytes]:
    async with aclosing(runtime.current().objects.stream(key)) as chunks:
        async for chunk in chunks:
            yield chunk
