"""Engines: which are configured, what they say of themselves just now, whether they do their work; what
they have done and for whom, limits, and what work is likely to take."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.kit.ids import JobId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.operations import budgets, engines, estimates, usage
from alp_app.services.operations.engines import EngineView, PartView, TrialView
from alp_app.services.operations.inputs import LimitInput, UseFilter
from alp_app.services.operations.usage_views import (
    BudgetView,
    EstimateView,
    LimitView,
    UseRow,
    UseSum,
)

router = APIRouter(prefix="/engines", tags=["Engines"], route_class=ActorRoute)
use_router = APIRouter(tags=["Engines"], route_class=ActorRoute)

CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}


class FetchStarted(BaseModel):
    job_id: JobId


@router.get("", responses=documented(403))
@allow(Policy.ADMIN)
async def list_engines(reader: Read) -> list[EngineView]:
    """Ask every engine now, and the object store."""
    current = runtime.current()
    return await engines.list_engines(reader, current.providers, current.objects)


@router.get("/parts", responses=documented(403))
@allow(Policy.STAFF)
async def list_parts(reader: Read) -> list[PartView]:
    """Files that the built-in engines need."""
    return await engines.list_parts(reader, runtime.current().providers)


@router.post("/parts/{name}/fetch", status_code=202, responses=documented(403, 404))
@allow(Policy.ADMIN)
async def fetch_part(name: str, work: Work) -> FetchStarted:
    """Fetch a missing file in the background."""
    return FetchStarted(job_id=await engines.fetch_part(work, runtime.current().providers, name))


@router.post("/{purpose}/{name}/try", responses=documented(403, 404))
@allow(Policy.ADMIN)
async def try_engine(purpose: str, name: str, work: Work) -> TrialView:
    """Have an engine do something small."""
    return await engines.try_engine(work, runtime.current().providers, name, purpose)


@use_router.get("/engine-use", responses=documented(403))
@allow(Policy.ADMIN)
async def sum_use(reader: Read, wanted: Annotated[UseFilter, Query()]) -> list[UseSum]:
    """The work of engines in the present period, summed up."""
    return await usage.sum_use(reader, wanted)


@use_router.get("/engine-use/answers", responses=documented(403))
@allow(Policy.ADMIN)
async def list_use(
    reader: Read, asked: Paging, wanted: Annotated[UseFilter, Query()]
) -> Page[UseRow]:
    """Each answer of an engine behind a sum, the latest first."""
    return await usage.list_use(reader, wanted, asked)


@use_router.get("/engine-use.csv", response_class=Response, responses={**CSV, **documented(403)})
@allow(Policy.ADMIN)
async def use_sheet(reader: Read, wanted: Annotated[UseFilter, Query()]) -> Response:
    """The answers as CSV, at most 50,000."""
    headers = {"Content-Disposition": 'attachment; filename="engine-use.csv"'}
    sheet = await usage.use_sheet(reader, wanted)
    return Response(sheet, media_type="text/csv; charset=utf-8", headers=headers)


@use_router.get("/engine-limits", responses=documented(403))
@allow(Policy.ADMIN)
async def list_limits(reader: Read) -> list[LimitView]:
    """How much engines may do for people, classes and the school."""
    return await budgets.list_limits(reader)


@use_router.put("/engine-limits", responses=documented(403))
@allow(Policy.ADMIN)
async def set_limit(wanted: LimitInput, work: Work) -> LimitView:
    """Make a limit, or change the one for the same person, class or school."""
    return await budgets.set_limit(work, wanted)


@use_router.delete("/engine-limits/{limit_id}", status_code=204, responses=documented(403, 404))
@allow(Policy.ADMIN)
async def remove_limit(limit_id: UUID, work: Work) -> None:
    """Take a limit away."""
    await budgets.remove_limit(work, limit_id)


@use_router.get("/me/engine-budgets", responses=documented(401))
@allow(Policy.SIGNED_IN)
async def my_budgets(reader: Read) -> list[BudgetView]:
    """What I may still have engines do, by the limits that hold for me and for the school."""
    return await budgets.my_budgets(reader)


@use_router.get("/generations/estimate", responses=documented(403))
@allow(Policy.STAFF)
async def estimate_course(
    reader: Read, lesson_count: Annotated[int, Query(ge=1, le=24)] = 6
) -> EstimateView:
    """What a course of so many lessons takes, as measured on the courses made here of late."""
    return await estimates.estimate_course(reader, lesson_count)
