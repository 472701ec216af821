"""Files of courses: pictures, 3D models, videos, and what is there to download."""

from typing import Annotated

from fastapi import APIRouter, Path, Request
from starlette.responses import Response

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.serving import SERVING, serve
from alp_app.api.uploads import Sent, TakingRoute
from alp_app.kit.ids import AssetId, CourseId
from alp_app.models.asset import AssetKind
from alp_app.security.policies import Policy
from alp_app.services.media.access import file_for
from alp_app.services.media.uploads import receive_asset
from alp_app.services.media.views import AssetView

router = APIRouter(prefix="/media", tags=["Files"], route_class=ActorRoute)
taking = APIRouter(tags=["Files"], route_class=TakingRoute)

Rendition = Annotated[str, Path(pattern=r"^[a-z]{1,20}$", examples=["original", "small", "dark"])]


@taking.post("/assets", status_code=201, responses=documented(403, 404, 409, 415, 422, 507))
@allow(Policy.STAFF)
async def add_asset(work: Work, sent: Sent, kind: AssetKind, course_id: CourseId) -> AssetView:
    """Take a file that you have uploaded, for a block of a course that you may edit. Pictures are
    PNG, JPEG or WebP, videos MP4 or WebM, models GLB; `file` takes anything. What it is counts, not
    its name."""
    return await receive_asset(
        work,
        runtime.current().objects,
        sent.path,
        filename=sent.filename,
        kind=kind,
        course_id=course_id,
    )


@router.api_route(
    "/{asset_id}/{rendition}",
    methods=["GET", "HEAD"],
    response_class=Response,
    responses=SERVING,
)
@allow(Policy.EVERYONE)
async def open_file(
    asset_id: AssetId, rendition: Rendition, request: Request, reader: Read
) -> Response:
    """One set of bytes of a file, which never change under this address."""
    return await serve(request, await file_for(reader, asset_id, rendition))
