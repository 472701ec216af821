"""Looks up quizzes as a learner meets them: what is asked, what was answered, what is still open."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import orjson
from pydantic import TypeAdapter
from sqlmodel import col, select

from alp_app.db.reads import fetch_all, fetch_one
from alp_app.kit.ids import (
    AttemptId,
    BlockId,
    CourseId,
    EnrolmentId,
    LessonId,
    QuestionVersionId,
)
from alp_app.models.assessment import QuestionVersion, QuizAttempt
from alp_app.models.content import QuizBlock
from alp_app.models.learning import Enrolment
from alp_app.models.questions import AnyQuestion, FixedQuestion
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.on_demand import prepare
from alp_app.services.assessment.seeds import draw, seed_of
from alp_app.services.assessment.variants import resolved
from alp_app.services.assessment.verdicts import cited_works, verdict_on
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.gradable import Verdicts, held_among
from alp_app.services.courses.reading_views import QuestionView, ReadingBlock
from alp_app.services.learning.errors import QuizNotFound
from alp_app.services.learning.views import AttemptView, QuizStanding
from alp_app.unit_of_work import Reader

_BLOCKS = TypeAdapter(tuple[ReadingBlock, ...])
_QUESTION: TypeAdapter[AnyQuestion] = TypeAdapter(AnyQuestion)
DEFAULT_PASSING_PERCENT = QuizBlock(question_ids=[]).passing_percent
"""For an attempt at a quiz that has since been taken out of the course."""

_QUIZZES = """
    SELECT jsonb_path_query_array(reading, '$.blocks[*] ? (@.type == "quiz")')::text AS quizzes
      FROM lesson_version
     WHERE version_id = %(version_id)s AND lesson_id = %(lesson_id)s
"""
_ATTEMPT = """
    SELECT a.id, a.lesson_id, a.block_id, a.number, a.question_version_ids::text AS asked,
           a.seed, a.score, a.max_score, a.is_passed, a.started_at, a.finished_at,
           EXISTS (SELECT FROM quiz_attempt other
                    WHERE other.enrolment_id = a.enrolment_id AND other.block_id = a.block_id
                      AND other.is_passed) AS was_passed,
           (SELECT coalesce(
                     json_agg(json_build_object(
                       'id', qa.question_version_id, 'response', qa.response, 'question', qv.content
                     )), '[]')
              FROM quiz_answer qa JOIN question_version qv ON qv.id = qa.question_version_id
             WHERE qa.attempt_id = a.id)::text AS answered
      FROM quiz_attempt a
"""
_ATTEMPT_BY_ID = _ATTEMPT + " WHERE a.id = %(attempt_id)s"
_LATEST_ATTEMPTS = (
    _ATTEMPT  # noqa: S608 - both parts are literals, as LiteralString proves
    + """
      JOIN (SELECT DISTINCT ON (block_id) id FROM quiz_attempt
             WHERE enrolment_id = %(enrolment_id)s AND block_id = ANY(%(block_ids)s)
             ORDER BY block_id, number DESC) latest ON latest.id = a.id
"""
)

_COPIED = (
    "id",
    "lesson_id",
    "block_id",
    "number",
    "score",
    "max_score",
    "is_passed",
    "started_at",
    "finished_at",
)


async def quizzes_of(
    reader: Reader, enrolment: Enrolment, lesson_id: LessonId
) -> tuple[ReadingBlock, ...]:
    """The quizzes of a lesson that ask something, in the version that this learner reads."""
    row = await fetch_one(
        reader,
        _QUIZZES,
        {"version_id": enrolment.version_id, "lesson_id": lesson_id},
    )
    blocks = _BLOCKS.validate_json(row["quizzes"]) if row else ()
    return with_questions(await without_held(reader, blocks))


def wordings_in(blocks: Iterable[ReadingBlock]) -> frozenset[QuestionVersionId]:
    return frozenset(
        question.question_version_id for block in blocks for question in block.questions
    )


async def without_held(
    reader: Reader, blocks: tuple[ReadingBlock, ...], verdicts: Verdicts | None = None
) -> tuple[ReadingBlock, ...]:
    """The blocks without the questions whose keys were held since they were published: those are not
    asked any more, and do not count where they were. `verdicts`: as of `held_among`."""
    held = await held_among(reader, wordings_in(blocks), verdicts)
    if not held:
        return blocks
    return tuple(
        block.model_copy(
            update={
                "questions": tuple(
                    question
                    for question in block.questions
                    if question.question_version_id not in held
                ),
                "held_questions": sum(
                    question.question_version_id in held for question in block.questions
                ),
            }
        )
        for block in blocks
    )


def with_questions(blocks: Iterable[ReadingBlock]) -> tuple[ReadingBlock, ...]:
    """The quizzes among some blocks. One without a question is not a quiz yet."""
    return tuple(block for block in blocks if block.questions)


def prepare_marking(quizzes: Iterable[ReadingBlock]) -> None:
    """Have at hand what the answers to these quizzes will be marked with."""
    for question in (each for quiz in quizzes for each in quiz.questions):
        if question.type == "formula":
            prepare("algebra")
        if question.is_unit_required:
            prepare("units")


def asked_in(quiz: ReadingBlock) -> tuple[QuestionVersionId, ...]:
    return tuple(question.question_version_id for question in quiz.questions)


async def quiz_of(
    reader: Reader, enrolment: Enrolment, lesson_id: LessonId, block_id: BlockId
) -> ReadingBlock:
    """Raises QuizNotFound."""
    for quiz in await quizzes_of(reader, enrolment, lesson_id):
        if quiz.id == block_id:
            return quiz
    raise QuizNotFound


async def quiz_attempted(
    reader: Reader, enrolment: Enrolment, attempt: QuizAttempt
) -> ReadingBlock:
    """The quiz of an attempt. One that was taken out of the course asks nothing any more."""
    for quiz in await quizzes_of(reader, enrolment, attempt.lesson_id):
        if quiz.id == attempt.block_id:
            return quiz
    return ReadingBlock(id=attempt.block_id, type="quiz", passing_percent=DEFAULT_PASSING_PERCENT)


async def unpassed_quizzes(reader: Reader, enrolment: Enrolment, lesson_id: LessonId) -> int:
    """How many quizzes of a lesson the learner has passed in no attempt."""
    block_ids = [quiz.id for quiz in await quizzes_of(reader, enrolment, lesson_id)]
    if not block_ids:
        return 0
    passed = select(col(QuizAttempt.block_id)).where(
        col(QuizAttempt.enrolment_id) == enrolment.id,
        col(QuizAttempt.block_id).in_(block_ids),
        col(QuizAttempt.is_passed).is_(True),
    )
    return len(set(block_ids) - set((await reader.session.scalars(passed)).all()))


async def latest_attempt(
    reader: Reader, enrolment: Enrolment, block_id: BlockId
) -> QuizAttempt | None:
    statement = (
        select(QuizAttempt)
        .where(col(QuizAttempt.enrolment_id) == enrolment.id, col(QuizAttempt.block_id) == block_id)
        .order_by(col(QuizAttempt.number).desc())
        .limit(1)
    )
    return (await reader.session.scalars(statement)).first()


async def attempt_view(
    reader: Reader, course_id: CourseId, attempt_id: AttemptId, quiz: ReadingBlock
) -> AttemptView:
    """The attempt as it is stored, with the verdict on each answer."""
    rows = await fetch_all(reader, _ATTEMPT_BY_ID, {"attempt_id": attempt_id})
    (view,) = await _views(reader, course_id, rows, {quiz.id: quiz})
    return view


async def standings(
    reader: Reader,
    course_id: CourseId,
    enrolment_id: EnrolmentId,
    quizzes: Sequence[ReadingBlock],
    *,
    has_attempts: bool,
) -> tuple[QuizStanding, ...]:
    """How the learner stands in each of these quizzes."""
    if not quizzes:
        return ()
    block_ids = [quiz.id for quiz in quizzes]
    given = {"enrolment_id": enrolment_id, "block_ids": block_ids}
    rows = await fetch_all(reader, _LATEST_ATTEMPTS, given) if has_attempts else []
    passed = {row["block_id"] for row in rows if row["was_passed"]}
    by_id = {quiz.id: quiz for quiz in quizzes}
    latest = {view.block_id: view for view in await _views(reader, course_id, rows, by_id)}
    seeds = {row["block_id"]: row["seed"] for row in rows}
    standings: list[QuizStanding] = []
    for quiz in quizzes:
        attempt = latest.get(quiz.id)
        if attempt and attempt.question_version_ids != asked_in(quiz):
            attempt = None
        seed = seeds.get(quiz.id, first_seed(enrolment_id, quiz.id))
        standings.append(
            QuizStanding(
                block_id=quiz.id,
                is_passed=quiz.id in passed,
                attempt=attempt,
                variants=() if attempt else await _variants(reader, quiz, seed),
            )
        )
    return tuple(standings)


def first_seed(enrolment_id: EnrolmentId, block_id: BlockId) -> int:
    """Of a learner's first attempt at a quiz, known before there is one."""
    return seed_of(enrolment_id, block_id) >> 1


def further_seed(attempt_id: AttemptId) -> int:
    """Of an attempt that begins from nothing."""
    return seed_of(attempt_id) >> 1


async def question_for_marking(
    reader: Reader, version_id: QuestionVersionId, seed: int
) -> FixedQuestion:
    """A question with its key as one attempt asks it, never to be sent out."""
    content = (await reader.session.get_one(QuestionVersion, version_id)).content
    return resolved(content, _seed_for(seed, version_id))


def _seed_for(seed: int, version_id: QuestionVersionId) -> int:
    return draw(1 << 63, seed, str(version_id))


async def _variants(reader: Reader, quiz: ReadingBlock, seed: int) -> tuple[QuestionView, ...]:
    """The questions of a quiz that vary, as an attempt with this seed asks them."""
    varied = [question for question in quiz.questions if question.is_varied]
    if not varied:
        return ()
    wanted = [question.question_version_id for question in varied]
    statement = select(QuestionVersion).where(col(QuestionVersion.id).in_(wanted))
    contents = {each.id: each.content for each in (await reader.session.scalars(statement)).all()}
    return tuple(
        question.model_copy(
            update=dict(_asked(contents[question.question_version_id], seed, question))
        )
        for question in varied
    )


def _asked(content: AnyQuestion, seed: int, question: QuestionView) -> AskedView:
    own = _seed_for(seed, question.question_version_id)
    return without_key(resolved(content, own), own)


async def _views(
    reader: Reader,
    course_id: CourseId,
    rows: Sequence[dict[str, Any]],
    quizzes: Mapping[BlockId, ReadingBlock],
) -> list[AttemptView]:
    answered = [
        {
            QuestionVersionId(UUID(entry["id"])): (
                resolved(
                    _QUESTION.validate_python(entry["question"]),
                    _seed_for(row["seed"], QuestionVersionId(UUID(entry["id"]))),
                ),
                Answer.model_validate(entry["response"]),
            )
            for entry in orjson.loads(row["answered"])
        }
        for row in rows
    ]
    questions = [question for answers in answered for question, _ in answers.values()]
    works = await cited_works(reader, course_id, questions)
    views: list[AttemptView] = []
    for row, answers in zip(rows, answered, strict=True):
        asked = [QuestionVersionId(UUID(each)) for each in orjson.loads(row["asked"])]
        quiz = quizzes[row["block_id"]]
        views.append(
            AttemptView(
                **{name: row[name] for name in _COPIED},
                question_version_ids=tuple(asked),
                passing_percent=quiz.passing_percent,
                variants=await _variants(reader, quiz, row["seed"]),
                verdicts=tuple(
                    verdict_on(version_id, *answers[version_id], works.numbers())
                    for version_id in asked
                    if version_id in answers
                ),
            )
        )
    return views
