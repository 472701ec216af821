"""Engines: which are configured, what they say of themselves just now, whether they do their work."""

from fastapi import APIRouter
from pydantic import BaseModel

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import JobId
from alp_app.security.policies import Policy
from alp_app.services.operations import engines
from alp_app.services.operations.engines import EngineView, PartView, TrialView

router = APIRouter(prefix="/engines", tags=["Engines"], route_class=ActorRoute)


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
