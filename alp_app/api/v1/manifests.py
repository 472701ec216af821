"""How each generated part of a course was made: listed, verified, made again and compared."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response
from starlette.responses import PlainTextResponse

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, ManifestId
from alp_app.security.policies import Policy
from alp_app.services.manifests import commands, packs, queries
from alp_app.services.manifests.inputs import ManifestFilter
from alp_app.services.manifests.views import (
    ChainView,
    ManifestPage,
    ManifestView,
    PacksView,
    PartMade,
    RerunView,
)

router = APIRouter(tags=["Manifests"], route_class=ActorRoute)

OF_COURSE = "/drafts/{course_id}/manifests"


@router.get(OF_COURSE, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def list_manifests(
    course_id: CourseId, reader: Read, chosen: Annotated[ManifestFilter, Query()]
) -> ManifestPage:
    """What engines made for a course, the newest first."""
    return await queries.list_manifests(reader, course_id, chosen)


@router.get(
    f"{OF_COURSE}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **documented(403, 404, 422)},
)
@allow(Policy.STAFF)
async def download_manifests(
    course_id: CourseId, reader: Read, chosen: Annotated[ManifestFilter, Query()]
) -> Response:
    """The same for a spreadsheet, all of it."""
    text = await queries.write_manifests(reader, course_id, chosen)
    headers = {"Content-Disposition": 'attachment; filename="manifests.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get(f"{OF_COURSE}/chain", responses=documented(403, 404))
@allow(Policy.STAFF)
async def check_chain(course_id: CourseId, reader: Read) -> ChainView:
    """Whether every record of the course is as it was written, and none is missing."""
    return await queries.check_course_chain(reader, course_id)


@router.get(f"{OF_COURSE}/of/{{subject_id}}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_made(course_id: CourseId, subject_id: UUID, reader: Read) -> list[PartMade]:
    """How a lesson, block, sentence, question or file came about: the manifests of its parts."""
    return await queries.list_made(reader, course_id, subject_id)


@router.get("/drafts/{course_id}/evidence-packs", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_packs(course_id: CourseId, reader: Read) -> PacksView:
    """The evidence packs that were made of a course, the latest first."""
    return await packs.list_packs(reader, course_id, seal=runtime.current().guard.seal)


@router.post("/drafts/{course_id}/evidence-packs", status_code=202, responses=documented(403, 404))
@allow(Policy.STAFF)
async def request_pack(course_id: CourseId, work: Work) -> PacksView:
    """Have one signed zip made of all that speaks for a course. Ask the list until it has an `href`."""
    await packs.request_pack(work, course_id)
    return await packs.list_packs(work, course_id, seal=runtime.current().guard.seal)


@router.get(
    "/evidence-key",
    response_class=PlainTextResponse,
    responses={200: {"content": {"application/x-pem-file": {}}}},
)
@allow(Policy.EVERYONE)
async def get_evidence_key() -> PlainTextResponse:
    """The public key with which evidence packs of this school are checked."""
    pem = runtime.current().guard.seal.public_key.decode()
    return PlainTextResponse(pem, media_type="application/x-pem-file")


@router.get("/manifests/{manifest_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_manifest(manifest_id: ManifestId, reader: Read) -> ManifestView:
    """Everything about how one thing was made, what people changed since, and its re-runs."""
    return await queries.get_manifest(reader, manifest_id)


@router.post("/manifests/{manifest_id}/reruns", status_code=202, responses=documented(403, 404))
@allow(Policy.STAFF)
async def rerun_manifest(manifest_id: ManifestId, work: Work) -> RerunView:
    """Send the same request to the same engine again. The answer is compared, not used."""
    return await commands.request_rerun(work, manifest_id)
