"""Studying: enrol, read, answer, see how far you are."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response
from pydantic import BaseModel, ConfigDict

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.kit.ids import AttemptId, BlockId, CourseId, LessonId, QuestionVersionId
from alp_app.kit.pages import Page
from alp_app.security.policies import Policy
from alp_app.services.assessment.inputs import Answer
from alp_app.services.learning import advising, attempts, commands, queries
from alp_app.services.learning.inputs import PlaceReport
from alp_app.services.learning.views import (
    AnswerView,
    AttemptView,
    CompletionView,
    CourseAdvice,
    EnrolmentView,
    HomeView,
    MyCourseView,
    PlacesSaved,
    PlaceView,
    ProgressView,
)
from alp_app.services.mastery.views import EvidenceView

router = APIRouter(prefix="/learning", tags=["Learning"], route_class=ActorRoute)

MOST_REPORTS = 200


class NewEnrolment(BaseModel):
    model_config = ConfigDict(extra="forbid")

    course_id: CourseId


@router.post(
    "/enrolments",
    status_code=201,
    responses={
        200: {"model": EnrolmentView, "description": "You were enrolled already"},
        **documented(404, 409),
    },
)
@allow(Policy.SIGNED_IN)
async def enrol(asked: NewEnrolment, work: Work, response: Response) -> EnrolmentView:
    """Begin a course. Doing so again answers 200 and changes nothing."""
    enrolment, is_new = await commands.enrol(work, asked.course_id)
    if not is_new:
        response.status_code = 200
    return enrolment


@router.get("/home", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def get_home(
    reader: Read, zone: Annotated[str, Query(max_length=60, examples=["Europe/Berlin"])] = "UTC"
) -> HomeView:
    """What to do next, your courses, and your minutes of this week by days of `zone`."""
    return await queries.get_home(reader, zone=zone)


@router.get("/courses", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def list_my_courses(asked: Paging, reader: Read) -> Page[MyCourseView]:
    """The courses you are enrolled in, the last one used first."""
    return await queries.list_my_courses(reader, asked)


@router.get("/courses/{course_id}/progress", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def get_progress(course_id: CourseId, reader: Read) -> ProgressView:
    return await queries.get_progress(reader, course_id)


@router.get("/courses/{course_id}/advice", responses=documented(403, 404, 422))
@allow(Policy.SIGNED_IN)
async def get_advice(
    course_id: CourseId,
    reader: Read,
    zone: Annotated[str, Query(max_length=60, examples=["Europe/Berlin"])] = "UTC",
) -> CourseAdvice:
    """What to study next, why, and what you have shown of each objective, with how sure that is."""
    return await advising.get_advice(reader, course_id, zone=zone)


@router.get(
    "/courses/{course_id}/objectives/{objective_id}/evidence", responses=documented(403, 404)
)
@allow(Policy.SIGNED_IN)
async def list_my_evidence(
    course_id: CourseId, objective_id: UUID, reader: Read
) -> list[EvidenceView]:
    """The answers that tell of one objective, the latest first."""
    return await advising.list_my_evidence(reader, course_id, objective_id)


@router.post("/lessons/{lesson_id}/open", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def open_lesson(lesson_id: LessonId, work: Work) -> PlaceView:
    """Make a lesson the one to come back to, and learn where in it you were."""
    return await commands.open_lesson(work, lesson_id)


@router.post("/lessons/{lesson_id}/complete", responses=documented(403, 404, 409))
@allow(Policy.SIGNED_IN)
async def complete_lesson(lesson_id: LessonId, work: Work) -> CompletionView:
    """Mark a lesson as done. A lesson with a quiz is done when the quiz is passed."""
    return await commands.complete_lesson(work, lesson_id)


@router.post("/places", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def record_places(
    reports: Annotated[list[PlaceReport], Body(max_length=MOST_REPORTS)], work: Work
) -> PlacesSaved:
    """Save where you were, from any number of reports in any order. Sending one again is harmless."""
    return await commands.record_places(work, reports)


@router.post("/lessons/{lesson_id}/quizzes/{block_id}/attempts", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def start_attempt(lesson_id: LessonId, block_id: BlockId, work: Work) -> AttemptView:
    """Begin a quiz, or come back to your latest attempt."""
    return await attempts.start_attempt(work, lesson_id, block_id)


@router.post("/lessons/{lesson_id}/quizzes/{block_id}/retake", responses=documented(403, 404))
@allow(Policy.SIGNED_IN)
async def retake_quiz(lesson_id: LessonId, block_id: BlockId, work: Work) -> AttemptView:
    """Begin a finished quiz again from nothing."""
    return await attempts.retake_quiz(work, lesson_id, block_id)


@router.get("/attempts/{attempt_id}", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_attempt(attempt_id: AttemptId, reader: Read) -> AttemptView:
    return await queries.get_attempt(reader, attempt_id)


@router.post("/attempts/{attempt_id}/answers/{question_version_id}", responses=documented(404, 422))
@allow(Policy.SIGNED_IN)
async def answer_question(
    attempt_id: AttemptId, question_version_id: QuestionVersionId, answer: Answer, work: Work
) -> AnswerView:
    """Answer one question. The first answer counts: another one later is not accepted."""
    return await attempts.answer_question(work, attempt_id, question_version_id, answer=answer)
