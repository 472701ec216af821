"""The mode of the site: normal, read-only, maintenance."""

from fastapi import APIRouter, Request

from alp_app import runtime
from alp_app.api.auth import resolve_actor
from alp_app.api.problems import documented
from alp_app.api.routes import DeclaredRoute, allow
from alp_app.observability.context import request_id
from alp_app.security.policies import Policy
from alp_app.services.operations.site import SiteInput, SiteView, change_site, get_site

router = APIRouter(prefix="/site", tags=["Site"], route_class=DeclaredRoute)


@router.get("")
@allow(Policy.ALWAYS)
async def read_site() -> SiteView:
    """What the school lets people do at present."""
    current = runtime.current()
    async with current.reader(await current.actors.visitor()) as reader:
        return await get_site(reader)


@router.put("", responses=documented(401, 403, 422))
@allow(Policy.ADMIN)
async def change_mode(request: Request, site: SiteInput) -> SiteView:
    """Let people do everything again, only look, or wait outside. Administrators always get in."""
    current = runtime.current()
    actor = await resolve_actor(request)
    async with current.unit_of_work(actor.unbound, request_id()) as work:
        changed = await change_site(work, site=site)
    current.actors.forget_all()
    return changed
