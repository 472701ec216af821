"""Having a course drafted from a topic and files."""

from fastapi import APIRouter, Response

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.errors import NotFound
from alp_app.kit.ids import CourseId
from alp_app.security.policies import Policy
from alp_app.services.generation import commands
from alp_app.services.generation.inputs import BriefInput
from alp_app.services.generation.progress import GenerationView, find_generation
from alp_app.services.generation.views import StartedView

router = APIRouter(tags=["Generation"], route_class=ActorRoute)


@router.post("/generations", status_code=202, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def start_generation(brief: BriefInput, work: Work, response: Response) -> StartedView:
    """Make an empty draft from a brief and begin to fill it. Ask the `Location` how far it is."""
    started = await commands.start_course(work, brief=brief)
    response.headers["Location"] = f"/api/v1/courses/{started.course_id}/generation"
    return started


@router.get("/courses/{course_id}/generation", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_generation(course_id: CourseId, reader: Read) -> GenerationView:
    """How far the last generation of a draft is, stage by stage."""
    found = await find_generation(reader, course_id)
    if found is None:
        raise NotFound("This course was not generated.")
    return found
