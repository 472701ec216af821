"""What speaks for the sentences of a draft: held against the sources, or vouched for by a person."""

from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel

from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.kit.ids import CourseId, JobId, LessonId
from alp_app.security.policies import Policy
from alp_app.services.courses import commands
from alp_app.services.courses.views import ChangeView
from alp_app.services.evidence import support_commands, support_queries
from alp_app.services.evidence.support_inputs import AcceptInput, CheckInput, WordingInput
from alp_app.services.evidence.support_views import (
    LessonEvidence,
    SentenceEvidence,
    WaitingSentence,
)

router = APIRouter(prefix="/drafts", tags=["Evidence"], route_class=ActorRoute)


class RequestedCheck(BaseModel):
    job_id: JobId


@router.post("/{course_id}/evidence/check", status_code=202, responses=documented(403, 404))
@allow(Policy.STAFF)
async def check_course(course_id: CourseId, work: Work) -> RequestedCheck:
    """Hold the sentences of every lesson against the sources again. Follow it at `/jobs/{job_id}`."""
    return RequestedCheck(job_id=await support_commands.check_course(work, course_id))


@router.get("/{course_id}/evidence/waiting", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_waiting(course_id: CourseId, reader: Read) -> tuple[WaitingSentence, ...]:
    """Every sentence that waits for a person's word, lesson by lesson."""
    return await support_queries.list_waiting(reader, course_id)


@router.get("/lessons/{lesson_id}/evidence", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_lesson_evidence(lesson_id: LessonId, reader: Read) -> LessonEvidence:
    return await support_queries.get_lesson_evidence(reader, lesson_id)


@router.post("/lessons/{lesson_id}/evidence/check", status_code=202, responses=documented(403, 404))
@allow(Policy.STAFF)
async def check_lesson(lesson_id: LessonId, wish: CheckInput, work: Work) -> RequestedCheck:
    """Hold the sentences of a lesson against the sources again. Follow it at `/jobs/{job_id}`."""
    job_id = await support_commands.check_lesson(work, lesson_id, has_own=wish.has_own)
    return RequestedCheck(job_id=job_id)


@router.post("/lessons/{lesson_id}/evidence/accept", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def accept_sentences(lesson_id: LessonId, chosen: AcceptInput, work: Work) -> ChangeView:
    """Vouch for sentences that the sources do not support, each by its id."""
    ids = chosen.sentence_ids
    return await support_commands.accept_sentences(work, lesson_id, sentence_ids=ids)


@router.get("/lessons/{lesson_id}/evidence/{sentence_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_sentence_evidence(
    lesson_id: LessonId, sentence_id: UUID, reader: Read
) -> SentenceEvidence:
    return await support_queries.get_sentence_evidence(reader, lesson_id, sentence_id)


@router.put("/lessons/{lesson_id}/evidence/{sentence_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def change_sentence(
    lesson_id: LessonId, sentence_id: UUID, wording: WordingInput, work: Work
) -> ChangeView:
    """Put other words in the place of one sentence, or none. It is held against the sources again."""
    return await commands.change_sentence(work, lesson_id, sentence_id, wording=wording.text)


@router.delete(
    "/lessons/{lesson_id}/evidence/{sentence_id}/acceptance", responses=documented(403, 404, 409)
)
@allow(Policy.STAFF)
async def withdraw_acceptance(lesson_id: LessonId, sentence_id: UUID, work: Work) -> ChangeView:
    """Take the word for a sentence back: what the check found counts again."""
    return await support_commands.withdraw_acceptance(work, lesson_id, sentence_id=sentence_id)
