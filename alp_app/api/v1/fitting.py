"""How you like to read, and lessons in words that fit it."""

from fastapi import APIRouter

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, LessonId
from alp_app.security.policies import Policy
from alp_app.services.fitting import commands, queries
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.fitting.views import FitView, PreferencesView

router = APIRouter(prefix="/learning", tags=["Learning"], route_class=ActorRoute)


@router.get("/preferences")
@allow(Policy.SIGNED_IN)
async def get_preferences(reader: Read, course_id: CourseId | None = None) -> PreferencesView:
    """How you like to read: in one course, or in all that have no preferences of their own."""
    return await queries.get_preferences(reader, course_id)


@router.put("/preferences", status_code=204, responses=documented(403, 404, 422))
@allow(Policy.SIGNED_IN)
async def change_preferences(
    given: PreferencesInput, work: Work, course_id: CourseId | None = None
) -> None:
    """Say how you like to read: in one course, or in all that have no preferences of their own."""
    await commands.change_preferences(work, inputs=given, course_id=course_id)


@router.delete("/preferences", status_code=204)
@allow(Policy.SIGNED_IN)
async def forget_preferences(course_id: CourseId, work: Work) -> None:
    """Read a course as you read all others."""
    await commands.forget_preferences(work, course_id)


@router.get("/lessons/{lesson_id}/variant", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def get_variant(lesson_id: LessonId, reader: Read) -> FitView:
    """A lesson in words that fit your preferences, or how long until there are such words."""
    return await queries.get_fit(reader, lesson_id)


@router.post("/lessons/{lesson_id}/variant", responses=documented(403, 404, 409))
@allow(Policy.SIGNED_IN)
async def request_variant(lesson_id: LessonId, work: Work) -> FitView:
    """Have a lesson worded for your preferences, also when that was refused before."""
    await commands.request_variant(work, lesson_id)
    await work.session.flush()
    return await queries.get_fit(work, lesson_id)
