"""Class tests: made, taken against the clock, marked, judged and marked again."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response

from alp_app import runtime
from alp_app.api.problems import documented
from alp_app.api.routes import ActorRoute, Read, Work, allow
from alp_app.api.serving import SERVING, serve
from alp_app.api.uploads import Sent, TakingRoute
from alp_app.kit.ids import (
    ClassroomId,
    ExamAttemptId,
    ExamFileId,
    ExamId,
    ExamRegradeId,
    QuestionId,
    UserId,
)
from alp_app.security.policies import Policy
from alp_app.services.exams import (
    commands,
    files,
    insight,
    marking,
    mine,
    player,
    queries,
    regrading,
    sitting,
)
from alp_app.services.exams.access import file_to_open
from alp_app.services.exams.inputs import (
    AccommodationInput,
    BreakInput,
    ExamInput,
    HandMarkInput,
    RegradeInput,
    SaveInput,
)
from alp_app.services.exams.sitting_views import (
    AnsweredFile,
    ClockView,
    MyExamRow,
    MyExamView,
    Receipt,
    ReviewView,
    SavedView,
    SittingView,
)
from alp_app.services.exams.views import (
    AccommodationView,
    ExamRow,
    ExamStatistics,
    ExamView,
    HandAnswer,
    RegradePreview,
    RegradeView,
    ReleasedScores,
    ResultsView,
)
from alp_app.services.media.handed_in import OPENED

router = APIRouter(tags=["Tests"], route_class=ActorRoute)
taking = APIRouter(tags=["Tests"], route_class=TakingRoute)
opening = APIRouter(prefix="/media/answered", tags=["Files"], route_class=ActorRoute)

Slot = Annotated[int, Path(ge=0, le=1000)]


@router.get("/classes/{classroom_id}/exams", responses=documented(404))
@allow(Policy.STAFF)
async def list_exams(classroom_id: ClassroomId, reader: Read) -> list[ExamRow]:
    """Tests of a class that you teach, with who is taking them and what waits for you."""
    return await queries.list_exams(reader, classroom_id)


@router.post("/classes/{classroom_id}/exams", status_code=201, responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def create_exam(classroom_id: ClassroomId, inputs: ExamInput, work: Work) -> ExamView:
    """Make a draft, with a column in the gradebook that learners do not see yet."""
    exam_id = await commands.create_exam(work, classroom_id, inputs=inputs)
    return await queries.get_exam(work, exam_id)


@router.get("/classes/{classroom_id}/accommodations", responses=documented(404))
@allow(Policy.STAFF)
async def list_accommodations(classroom_id: ClassroomId, reader: Read) -> list[AccommodationView]:
    """What each learner of a class needs in every test: more time, breaks, attempts."""
    return await queries.list_accommodations(reader, classroom_id)


@router.put(
    "/classes/{classroom_id}/accommodations/{user_id}",
    status_code=204,
    responses=documented(404, 409, 422),
)
@allow(Policy.STAFF)
async def set_accommodation(
    classroom_id: ClassroomId, user_id: UserId, accommodation: AccommodationInput, work: Work
) -> None:
    """Also for a test that the learner is taking now."""
    await commands.set_accommodation(work, classroom_id, user_id, accommodation=accommodation)


@router.get("/me/classes/{classroom_id}/exams", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def list_my_exams(classroom_id: ClassroomId, reader: Read) -> list[MyExamRow]:
    """Tests of a class that you learn in, by your own closing times."""
    return await mine.list_my_exams(reader, classroom_id)


@router.get("/exams/{exam_id}", responses=documented(404))
@allow(Policy.STAFF)
async def get_exam(exam_id: ExamId, reader: Read) -> ExamView:
    return await queries.get_exam(reader, exam_id)


@router.put("/exams/{exam_id}", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def change_exam(exam_id: ExamId, inputs: ExamInput, work: Work) -> ExamView:
    """Once somebody has begun it, its questions stay as they are; other times hold at once."""
    await commands.change_exam(work, exam_id, inputs=inputs)
    return await queries.get_exam(work, exam_id)


@router.post("/exams/{exam_id}/publish", responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def publish_exam(exam_id: ExamId, work: Work) -> ExamView:
    """Let learners see it; they can begin when it opens."""
    await commands.publish_exam(work, exam_id)
    return await queries.get_exam(work, exam_id)


@router.post("/exams/{exam_id}/hide", responses=documented(404, 409))
@allow(Policy.STAFF)
async def hide_exam(exam_id: ExamId, work: Work) -> ExamView:
    """Make it a draft again, while nobody has begun it."""
    await commands.hide_exam(work, exam_id)
    return await queries.get_exam(work, exam_id)


@router.delete("/exams/{exam_id}", status_code=204, responses=documented(404, 409))
@allow(Policy.STAFF)
async def delete_exam(exam_id: ExamId, work: Work) -> None:
    """With its column. Attempts are kept, out of sight."""
    await commands.delete_exam(work, exam_id)


@router.post("/exams/{exam_id}/restore", status_code=204, responses=documented(404, 409))
@allow(Policy.STAFF)
async def restore_exam(exam_id: ExamId, work: Work) -> None:
    """Take a deletion back."""
    await commands.restore_exam(work, exam_id)


@router.get("/exams/{exam_id}/mine", responses=documented(404))
@allow(Policy.SIGNED_IN)
async def get_my_exam(exam_id: ExamId, reader: Read) -> MyExamView:
    """A test as you have it before you: its rules, your time, your attempts."""
    return await mine.get_my_exam(reader, exam_id)


@router.post("/exams/{exam_id}/attempts", status_code=201, responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def start_exam(exam_id: ExamId, work: Work) -> SittingView:
    """Begin an attempt, or come back to the one that is open."""
    attempt_id = await sitting.start_exam(work, exam_id)
    return await player.get_sitting(work, attempt_id)


@router.get("/exam-attempts/{exam_attempt_id}", responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def get_sitting(exam_attempt_id: ExamAttemptId, reader: Read) -> SittingView:
    """Your open attempt: its questions without their keys, your answers, and the clock."""
    return await player.get_sitting(reader, exam_attempt_id)


@router.post("/exam-attempts/{exam_attempt_id}/answers", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def save_exam_answers(
    exam_attempt_id: ExamAttemptId, inputs: SaveInput, work: Work
) -> SavedView:
    """Send what you have answered, in any order and as often as it takes: in each slot the write with
    the highest sequence stands. After the deadline nothing is taken any more."""
    return await sitting.save_answers(work, exam_attempt_id, writes=inputs.writes)


@taking.post(
    "/exam-attempts/{exam_attempt_id}/slots/{slot}/files",
    status_code=201,
    responses=documented(404, 409, 413, 422, 507),
)
@allow(Policy.SIGNED_IN)
async def add_answer_file(
    exam_attempt_id: ExamAttemptId, slot: Slot, work: Work, sent: Sent
) -> AnsweredFile:
    """Take a file that you have uploaded, for a question that asks for one. It is your answer once you
    save one that names it. Until a scanner has found it clean, where there is one, nobody can open it."""
    current = runtime.current()
    return await files.add_file(
        work,
        current.objects,
        sent.path,
        exam_attempt_id,
        slot,
        filename=sent.filename,
        has_scanner=bool(current.settings.clamav.url),
    )


@router.post("/exam-attempts/{exam_attempt_id}/break", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def set_exam_break(
    exam_attempt_id: ExamAttemptId, inputs: BreakInput, work: Work
) -> ClockView:
    """Rest, or go on. The clock stands still meanwhile, and the questions are covered."""
    return await sitting.set_break(work, exam_attempt_id, is_on=inputs.is_on)


@router.post("/exam-attempts/{exam_attempt_id}/submit", responses=documented(404, 409, 422))
@allow(Policy.SIGNED_IN)
async def submit_exam(exam_attempt_id: ExamAttemptId, inputs: SaveInput, work: Work) -> Receipt:
    """Hand in, with what is still to be sent. Doing so again answers with the same receipt."""
    return await sitting.submit_exam(work, exam_attempt_id, writes=inputs.writes)


@router.get("/exam-attempts/{exam_attempt_id}/review", responses=documented(404, 409))
@allow(Policy.SIGNED_IN)
async def review_exam_attempt(exam_attempt_id: ExamAttemptId, reader: Read) -> ReviewView:
    """What became of an attempt that you handed in, as far as you may see it by now."""
    return await mine.review_attempt(reader, exam_attempt_id)


@router.get("/exams/{exam_id}/results", responses=documented(404))
@allow(Policy.STAFF)
async def get_exam_results(exam_id: ExamId, reader: Read) -> ResultsView:
    """Every learner of the class: who is taking it, how far they are, and what they have."""
    return await queries.get_results(reader, exam_id)


@router.get("/exams/{exam_id}/hand-marking", responses=documented(404))
@allow(Policy.STAFF)
async def list_hand_answers(exam_id: ExamId, reader: Read) -> list[HandAnswer]:
    """Answers that a person marks, question by question, and those that could not be read."""
    return await queries.list_hand_answers(reader, exam_id)


@router.put(
    "/exam-attempts/{exam_attempt_id}/marks/{slot}",
    status_code=204,
    responses=documented(404, 409, 422),
)
@allow(Policy.STAFF)
async def mark_exam_answer(
    exam_attempt_id: ExamAttemptId, slot: Slot, inputs: HandMarkInput, work: Work
) -> None:
    """Give points and a comment by hand, also instead of what the key gave."""
    await marking.mark_by_hand(work, exam_attempt_id, slot, inputs=inputs)


@router.post("/exams/{exam_id}/release", responses=documented(404, 409))
@allow(Policy.STAFF)
async def release_exam_scores(exam_id: ExamId, work: Work) -> ReleasedScores:
    """Let every learner whose test is marked see what it shows."""
    return ReleasedScores(count=await marking.release_scores(work, exam_id))


@router.get("/exams/{exam_id}/statistics", responses=documented(404))
@allow(Policy.STAFF)
async def get_exam_statistics(exam_id: ExamId, reader: Read) -> ExamStatistics:
    """How hard each question was, whom it tells apart, and whether its key is likely wrong."""
    return await insight.get_statistics(reader, exam_id)


@router.get(
    "/exams/{exam_id}/statistics.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}, **documented(404)},
)
@allow(Policy.STAFF)
async def download_exam_statistics(exam_id: ExamId, reader: Read) -> Response:
    """The statistics for a spreadsheet."""
    text = insight.statistics_sheet(await insight.get_statistics(reader, exam_id))
    headers = {"Content-Disposition": 'attachment; filename="statistics.csv"'}
    return Response(text, media_type="text/csv; charset=utf-8", headers=headers)


@router.get("/exams/{exam_id}/regrades", responses=documented(404))
@allow(Policy.STAFF)
async def list_exam_regrades(exam_id: ExamId, reader: Read) -> list[RegradeView]:
    """Questions that were marked again, the latest first."""
    return await regrading.list_regrades(reader, exam_id)


@router.get("/exams/{exam_id}/questions/{question_id}/regrade", responses=documented(404, 409))
@allow(Policy.STAFF)
async def preview_exam_regrade(
    exam_id: ExamId, question_id: QuestionId, reader: Read
) -> RegradePreview:
    """Who would have how many points by the key that the bank has now. Nothing is changed."""
    return await regrading.preview_regrade(reader, exam_id, question_id)


@router.post("/exams/{exam_id}/regrades", status_code=201, responses=documented(404, 409, 422))
@allow(Policy.STAFF)
async def apply_exam_regrade(
    exam_id: ExamId, inputs: RegradeInput, work: Work
) -> list[RegradeView]:
    """Mark every answer to a question by the key that the bank has now. Marks by hand stand."""
    await regrading.apply_regrade(work, exam_id, inputs.question_id)
    return await regrading.list_regrades(work, exam_id)


@router.post(
    "/exam-regrades/{exam_regrade_id}/undo", status_code=204, responses=documented(404, 409)
)
@allow(Policy.STAFF)
async def undo_exam_regrade(exam_regrade_id: ExamRegradeId, work: Work) -> None:
    """Give every answer the mark that it had."""
    await regrading.undo_regrade(work, exam_regrade_id)


@opening.api_route(
    "/{exam_file_id}", methods=["GET", "HEAD"], response_class=Response, responses=SERVING
)
@allow(Policy.SIGNED_IN)
async def open_answered_file(exam_file_id: ExamFileId, request: Request, reader: Read) -> Response:
    """A file that answers a question of a test, for whoever gave it and, once it is handed in, for the
    teachers of the class."""
    return await serve(request, await file_to_open(reader, exam_file_id), shown=OPENED)
