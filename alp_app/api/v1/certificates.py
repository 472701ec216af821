"""Certificates: how those of a course look, one's own, and whether a code is real."""

from fastapi import APIRouter, Request
from starlette.responses import Response

from alp_app import runtime
from alp_app.api.auth import client_of
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.serving import SERVING, serve
from alp_app.kit.ids import CertificateId, CourseId
from alp_app.security.policies import Policy
from alp_app.services.certificates import commands, queries
from alp_app.services.certificates.access import file_to_open
from alp_app.services.certificates.inputs import DesignInput, RevocationInput
from alp_app.services.certificates.views import (
    CertificateView,
    DesignView,
    IssuedView,
    VerificationView,
)

router = APIRouter(tags=["Certificates"], route_class=ActorRoute)
opening = APIRouter(prefix="/media/certificates", tags=["Files"], route_class=ActorRoute)


@router.get("/drafts/{course_id}/certificate", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_design(course_id: CourseId, reader: Read) -> DesignView:
    """How the certificates of a course look, or would look."""
    return await queries.get_design(reader, course_id)


@router.put("/drafts/{course_id}/certificate", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_design(course_id: CourseId, design: DesignInput, work: Work) -> DesignView:
    """Switched on, everybody who completes the course gets one, and everybody who has already."""
    return await commands.change_design(work, course_id, design=design)


@router.get("/drafts/{course_id}/certificates", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_issued(course_id: CourseId, reader: Read) -> list[IssuedView]:
    """Those that were given, the latest first."""
    return await queries.list_issued(reader, course_id)


@router.post(
    "/certificates/{certificate_id}/revoke", status_code=204, responses=documented(404, 422)
)
@allow(Policy.STAFF)
async def revoke_certificate(
    certificate_id: CertificateId, revocation: RevocationInput, work: Work
) -> None:
    """Take one back. Its learner sees the reason; whoever checks its code sees that it is revoked."""
    await commands.revoke(work, certificate_id, revocation=revocation)


@router.post("/certificates/{certificate_id}/restore", status_code=204, responses=documented(404))
@allow(Policy.STAFF)
async def restore_certificate(certificate_id: CertificateId, work: Work) -> None:
    """Take a revocation back."""
    await commands.restore(work, certificate_id)


@router.get("/certificates")
@allow(Policy.SIGNED_IN)
async def list_my_certificates(reader: Read) -> list[CertificateView]:
    """Yours, the latest first."""
    return await queries.list_mine(reader)


@router.put(
    "/certificates/{certificate_id}/name/hidden", status_code=204, responses=documented(404)
)
@allow(Policy.SIGNED_IN)
async def hide_name(certificate_id: CertificateId, work: Work) -> None:
    """The public page shows initials from now on."""
    await commands.hide_name(work, certificate_id, hides_name=True)


@router.delete(
    "/certificates/{certificate_id}/name/hidden", status_code=204, responses=documented(404)
)
@allow(Policy.SIGNED_IN)
async def show_name(certificate_id: CertificateId, work: Work) -> None:
    """The public page shows your name again."""
    await commands.hide_name(work, certificate_id, hides_name=False)


@router.get("/certificates/verify/{code}", responses=documented(429))
@allow(Policy.EVERYONE)
async def verify_certificate(code: str, request: Request, reader: Read) -> VerificationView:
    """Whether a code is on a certificate of this school. At most 60 times in ten minutes."""
    return await queries.verify(
        reader, code, client=client_of(request), guard=runtime.current().guard
    )


@opening.api_route(
    "/{certificate_id}", methods=["GET", "HEAD"], response_class=Response, responses=SERVING
)
@allow(Policy.SIGNED_IN)
async def open_certificate(
    certificate_id: CertificateId, request: Request, reader: Read
) -> Response:
    """The PDF, for its learner and for those who may edit the course."""
    return await serve(request, await file_to_open(reader, certificate_id), shown=())
