"""The question bank of a course: search, edit, exchange with other systems, statistics."""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel, ConfigDict

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Paging, Read, Work, allow
from alp_app.api.uploads import BINARY_BODY, MOST_BYTES, BodyFile, BodyRoute
from alp_app.kit.ids import CourseId, JobId, QuestionId
from alp_app.kit.pages import Page
from alp_app.models.keys import KeyVerdict
from alp_app.security.policies import Policy
from alp_app.services.assessment import bank, commands
from alp_app.services.assessment.bank_inputs import BankFilter, FileFormat, QuestionInput
from alp_app.services.assessment.bank_views import (
    BankEntry,
    BankQuestion,
    ImportView,
    QuizStatistics,
    ShelfView,
    UseView,
)
from alp_app.services.assessment.exchange.report import Exported
from alp_app.services.assessment.insight import list_quiz_statistics
from alp_app.services.assessment.typeset import reading_of
from alp_app.services.assessment.views import FormulaReading
from alp_app.services.courses.views import ChangeView
from alp_app.services.evidence import keys_commands
from alp_app.services.evidence.keys_inputs import KeysToCheck, KeyWord
from alp_app.services.evidence.keys_queries import get_key as get_key_view
from alp_app.services.evidence.keys_views import KeyView
from alp_app.services.media.imported import picture_keeper
from alp_app.services.uploads.errors import MEBIBYTE, UploadTooLarge

router = APIRouter(
    prefix="/courses/{course_id}/bank", tags=["Question bank"], route_class=ActorRoute
)

formulas = APIRouter(prefix="/formulas", tags=["Question bank"], route_class=ActorRoute)

uploads = APIRouter(
    prefix="/courses/{course_id}/bank", tags=["Question bank"], route_class=BodyRoute
)


LARGEST_IMPORT = 25 * MEBIBYTE
"""It is read as a whole."""


class Drawn(BaseModel):
    model_config = ConfigDict(frozen=True)

    question_ids: list[QuestionId]


class CheckStarted(BaseModel):
    model_config = ConfigDict(frozen=True)

    job_id: JobId


async def _wanted(
    text: Annotated[str, Query(max_length=200, description="In the name or the stem.")] = "",
    category: Annotated[
        str, Query(max_length=200, description="With all categories below it.")
    ] = "",
    tag: Annotated[str, Query(max_length=60)] = "",
    type: Annotated[str, Query(max_length=40, examples=["numeric"])] = "",  # noqa: A002 - its name in the address
    verdict: Annotated[KeyVerdict | None, Query(description="On the answer key.")] = None,
) -> BankFilter:
    return BankFilter(text=text, category=category, tag=tag, type=type, verdict=verdict)


Wanted = Annotated[BankFilter, Depends(_wanted)]


@formulas.get("/reading", responses=documented(422))
@allow(Policy.SIGNED_IN)
async def read_formula(
    text: Annotated[str, Query(max_length=300, examples=["2x + sqrt(y)"])],
    variables: Annotated[str, Query(max_length=200, examples=["x,y"])] = "",
) -> FormulaReading:
    """How a formula that somebody types will be understood."""
    return reading_of(text, [name for name in variables.split(",") if name])


@router.get("", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def list_bank(
    course_id: CourseId, wanted: Wanted, asked: Paging, reader: Read
) -> Page[BankEntry]:
    """The questions of a course that you may edit, the latest first."""
    return await bank.list_bank(reader, course_id, wanted, asked)


@router.post("", status_code=201, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def add_bank_question(course_id: CourseId, question: QuestionInput, work: Work) -> ChangeView:
    """Put a question into the bank. No quiz asks it yet."""
    return await commands.add_bank_question(work, course_id, question=question)


@router.get("/shelf", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_shelf(course_id: CourseId, reader: Read) -> ShelfView:
    """The categories, tags and types to search by."""
    return await bank.get_shelf(reader, course_id)


@router.get("/draw", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def draw_questions(
    course_id: CourseId,
    wanted: Wanted,
    reader: Read,
    count: Annotated[int, Query(ge=1, le=100)],
    seed: Annotated[int, Query(ge=0, lt=2**63)] = 0,
) -> Drawn:
    """Some of the questions that fit. The same seed draws the same from the same bank."""
    ids = await bank.draw_questions(reader, course_id, wanted, count=count, seed=seed)
    return Drawn(question_ids=ids)


@router.get("/export", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def export_bank(
    course_id: CourseId,
    wanted: Wanted,
    reader: Read,
    format: FileFormat,  # noqa: A002 - its name in the address
) -> Exported:
    """The file as text, and what the format could not say."""
    return await bank.export_bank(reader, runtime.current().objects, course_id, wanted, format)


@router.get("/statistics", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_statistics(course_id: CourseId, reader: Read) -> list[QuizStatistics]:
    """What the answers to each quiz say about its questions."""
    return await list_quiz_statistics(reader, course_id)


@uploads.post(
    "/import",
    responses=documented(403, 404, 413, 422, 507),
    max_body_size=MOST_BYTES,
    openapi_extra=BINARY_BODY,
)
@allow(Policy.STAFF)
async def import_questions(
    course_id: CourseId,
    upload: BodyFile,
    work: Work,
    format: FileFormat,  # noqa: A002 - its name in the address
    dry_run: bool = True,
) -> ImportView:
    """Send a file as the body. The report says of every part whether it was kept, changed or dropped;
    a dry run keeps nothing."""
    if upload.stat().st_size > LARGEST_IMPORT:
        raise UploadTooLarge(LARGEST_IMPORT)
    return await commands.import_questions(
        work,
        course_id,
        data=await asyncio.to_thread(upload.read_bytes),
        file_format=format,
        is_dry_run=dry_run,
        keep_picture=picture_keeper(work, runtime.current().objects, course_id),
    )


@router.get("/{question_id}", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_bank_question(
    course_id: CourseId, question_id: QuestionId, reader: Read
) -> BankQuestion:
    return await bank.get_bank_question(reader, course_id, question_id)


@router.get("/{question_id}/uses", responses=documented(403, 404))
@allow(Policy.STAFF)
async def list_uses(course_id: CourseId, question_id: QuestionId, reader: Read) -> list[UseView]:
    """The lessons of the draft whose quizzes ask it."""
    return await bank.list_uses(reader, course_id, question_id)


@router.post("/check", status_code=202, responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def check_keys(course_id: CourseId, wanted: KeysToCheck, work: Work) -> CheckStarted:
    """Have answer keys checked: blind solutions, numbers worked out again, quotes, duplicates."""
    return CheckStarted(job_id=await keys_commands.check_keys(work, course_id, wanted=wanted))


@router.get("/{question_id}/key", responses=documented(403, 404))
@allow(Policy.STAFF)
async def get_key(course_id: CourseId, question_id: QuestionId, reader: Read) -> KeyView:
    """Whether its answer key may count, and everything that speaks for and against it."""
    return await get_key_view(reader, course_id, question_id)


@router.post("/{question_id}/key/vouch", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def vouch_for_key(
    course_id: CourseId, question_id: QuestionId, word: KeyWord, work: Work
) -> ChangeView:
    """You have looked at the key, and it is right."""
    return await keys_commands.vouch_for_key(work, course_id, question_id, word=word)


@router.post("/{question_id}/key/hold", responses=documented(403, 404, 409, 422))
@allow(Policy.STAFF)
async def hold_key(
    course_id: CourseId, question_id: QuestionId, word: KeyWord, work: Work
) -> ChangeView:
    """You doubt the key: it decides no mark until somebody vouches for it."""
    return await keys_commands.hold_key(work, course_id, question_id, word=word)


@router.put("/{question_id}", responses=documented(403, 404, 422))
@allow(Policy.STAFF)
async def change_bank_question(
    course_id: CourseId, question_id: QuestionId, question: QuestionInput, work: Work
) -> ChangeView:
    """A changed content becomes the next version; answers keep the version they were given to."""
    return await commands.change_bank_question(work, course_id, question_id, question=question)


@router.delete("/{question_id}", responses=documented(403, 404, 409))
@allow(Policy.STAFF)
async def delete_bank_question(
    course_id: CourseId, question_id: QuestionId, work: Work
) -> ChangeView:
    """Refused while a quiz of the draft asks it."""
    return await commands.delete_bank_question(work, course_id, question_id)
