"""What work tells: of a class, a course, one learner; every figure with the rows that it counts."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, allow
from alp_app.kit.ids import ClassroomId, CourseId, UserId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.insights import classes, courses, learners, lists
from alp_app.services.insights.views import (
    ClassInsight,
    CourseInsight,
    InsightRow,
    LearnerEvidence,
    LearnerInsight,
    RowRequest,
)

router = APIRouter(tags=["Insights"], route_class=ActorRoute)

CLASS = "/classes/{classroom_id}/insight"
COURSE = "/courses/{course_id}/insight"
MINE = "/me/courses/{course_id}/insight"
CSV: dict[int | str, dict[str, Any]] = {200: {"content": {"text/csv": {}}}}

Wanted = Annotated[RowRequest, Query()]


@router.get(CLASS, responses=documented(404))
@allow(Policy.STAFF)
async def get_class_insight(classroom_id: ClassroomId, reader: Read) -> ClassInsight:
    """Activity, progress, hard questions, objectives, and who may need help, with the evidence."""
    return await classes.get_class_insight(reader, classroom_id)


@router.get(f"{CLASS}.csv", response_class=Response, responses={**CSV, **documented(404)})
@allow(Policy.STAFF)
async def download_class_insight(classroom_id: ClassroomId, reader: Read) -> Response:
    """A line for each learner: what they have done, and what stands out."""
    return _sheet(await classes.write_standings(reader, classroom_id), "learners")


@router.get(f"{CLASS}/rows", responses=documented(404, 422))
@allow(Policy.STAFF)
async def list_class_rows(
    classroom_id: ClassroomId, wanted: Wanted, reader: Read
) -> Page[InsightRow]:
    """What a figure of the class counts."""
    return await lists.list_class_rows(reader, classroom_id, wanted)


@router.get(f"{CLASS}/rows.csv", response_class=Response, responses={**CSV, **documented(404)})
@allow(Policy.STAFF)
async def download_class_rows(classroom_id: ClassroomId, wanted: Wanted, reader: Read) -> Response:
    """The same rows for a spreadsheet."""
    return _sheet(await lists.write_class_rows(reader, classroom_id, wanted), wanted.of)


@router.get(f"{CLASS}/learners/{{learner_id}}", responses=documented(404))
@allow(Policy.STAFF)
async def get_learner_evidence(
    classroom_id: ClassroomId, learner_id: UserId, reader: Read
) -> LearnerEvidence:
    """One learner of the class: what stands out, and all that it rests on."""
    return await classes.get_learner_evidence(reader, classroom_id, learner_id)


@router.get(COURSE, responses=documented(404))
@allow(Policy.STAFF)
async def get_course_insight(course_id: CourseId, reader: Read) -> CourseInsight:
    """Where learners of all classes stop, which questions are hard, how objectives are mastered."""
    return await courses.get_course_insight(reader, course_id)


@router.get(f"{COURSE}/rows", responses=documented(404, 422))
@allow(Policy.STAFF)
async def list_course_rows(course_id: CourseId, wanted: Wanted, reader: Read) -> Page[InsightRow]:
    """What a figure of the course counts. Learners stand there by their class, without a name."""
    return await lists.list_course_rows(reader, course_id, wanted)


@router.get(f"{COURSE}/rows.csv", response_class=Response, responses={**CSV, **documented(404)})
@allow(Policy.STAFF)
async def download_course_rows(course_id: CourseId, wanted: Wanted, reader: Read) -> Response:
    """The same rows for a spreadsheet."""
    return _sheet(await lists.write_course_rows(reader, course_id, wanted), wanted.of)


@router.get(MINE, responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_my_insight(course_id: CourseId, reader: Read) -> LearnerInsight:
    """Your own work in a course, and what to study next."""
    return await learners.get_my_insight(reader, course_id)


@router.get(f"{MINE}/rows", responses=documented(404, 422))
@allow(Policy.SIGNED_IN)
async def list_my_rows(course_id: CourseId, wanted: Wanted, reader: Read) -> Page[InsightRow]:
    """What a figure of your own counts."""
    return await lists.list_my_rows(reader, course_id, wanted)


@router.get(f"{MINE}/rows.csv", response_class=Response, responses={**CSV, **documented(404)})
@allow(Policy.SIGNED_IN)
async def download_my_rows(course_id: CourseId, wanted: Wanted, reader: Read) -> Response:
    """The same rows for a spreadsheet."""
    return _sheet(await lists.write_my_rows(reader, course_id, wanted), wanted.of)


def _sheet(text: str, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)
