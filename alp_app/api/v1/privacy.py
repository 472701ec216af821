"""What is held about oneself: seen, downloaded, erased; and how long records are kept."""

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from alp_app import runtime
from alp_app.api.auth import client_of
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.serving import SERVING, serve
from alp_app.kit.ids import DataExportId
from alp_app.models.privacy import RetentionKind
from alp_app.security.policies import Policy
from alp_app.services.privacy import erasing, exporting, queries, retention
from alp_app.services.privacy.access import file_to_open
from alp_app.services.privacy.inputs import Confirmation, RetentionInput
from alp_app.services.privacy.views import (
    ExportView,
    MyDataView,
    ReceiptView,
    RetentionOverview,
)

router = APIRouter(tags=["Privacy"], route_class=ActorRoute)
opening = APIRouter(prefix="/media", tags=["Files"], route_class=ActorRoute)


@router.get("/me/data")
@allow(Policy.SIGNED_IN)
async def get_my_data(reader: Read) -> MyDataView:
    """Everything that is held about you, in numbers."""
    return await queries.get_my_data(reader)


@router.post("/me/data/export", status_code=202)
@allow(Policy.SIGNED_IN)
async def request_export(work: Work) -> ExportView:
    """Have everything put into one file. Ask `GET /me/data` until it has a `file_href`."""
    return await exporting.request_export(work)


@router.post("/me/data/erase", status_code=202, responses=documented(409, 422, 429))
@allow(Policy.SIGNED_IN)
async def erase_my_account(confirmation: Confirmation, work: Work) -> ReceiptView:
    """Erase your account, for good: you are signed out at once. Keep the receipt's code."""
    return await erasing.erase_my_account(
        work, confirmation=confirmation, guard=runtime.current().guard
    )


@router.get("/erasures/{receipt_code}", responses=documented(404, 429))
@allow(Policy.EVERYONE)
async def get_receipt(receipt_code: str, request: Request, reader: Read) -> ReceiptView:
    """What is known of an erasure, for whoever has its code. It names nobody."""
    return await queries.get_receipt(
        reader, receipt_code, client=client_of(request), guard=runtime.current().guard
    )


@router.get("/retention")
@allow(Policy.ADMIN)
async def list_retention(reader: Read) -> RetentionOverview:
    """How long each kind of record is kept, and what the next daily run would remove."""
    return await retention.list_retention(reader)


@router.put("/retention/{kind}", responses=documented(422))
@allow(Policy.ADMIN)
async def change_retention(
    kind: RetentionKind, change: RetentionInput, work: Work
) -> RetentionOverview:
    """`null` days: kept until somebody deletes it."""
    return await retention.change_retention(work, kind, change=change)


@opening.get("/receipts/{receipt_code}", responses=documented(404, 429))
@allow(Policy.EVERYONE)
async def save_receipt(receipt_code: str, request: Request, reader: Read) -> PlainTextResponse:
    """The same as plain text, to be kept."""
    receipt = await queries.get_receipt(
        reader, receipt_code, client=client_of(request), guard=runtime.current().guard
    )
    name = f"receipt-{receipt.code}.txt"
    kept = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return PlainTextResponse(queries.receipt_text(receipt), headers=kept)


@opening.api_route(
    "/my-data/{export_id}", methods=["GET", "HEAD"], response_class=Response, responses=SERVING
)
@allow(Policy.SIGNED_IN)
async def open_export(export_id: DataExportId, request: Request, reader: Read) -> Response:
    """The file with everything, for whom it is about alone, while it is there."""
    answer = await serve(request, await file_to_open(reader, export_id), shown=())
    answer.headers["Cache-Control"] = "no-store"
    return answer
