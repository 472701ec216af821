"""What teachers see of tests: which there are, how one is set, who is taking it, what waits for them."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import orjson
from sqlmodel import col, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, ExamId, UserId
from alp_app.kit.text import shorten
from alp_app.models.account import User
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.classroom import Classroom
from alp_app.models.exams import (
    AttemptState,
    Chosen,
    Exam,
    ExamAnswer,
    ExamAttempt,
)
from alp_app.models.grading import GradeItem
from alp_app.models.questions import MARKED_BY_PEOPLE, AnyQuestion
from alp_app.services.assessment.asking import without_key
from alp_app.services.assessment.variants import resolved
from alp_app.services.courses.markup import plain as plain_text
from alp_app.services.exams.access import is_taken, taught_exam
from alp_app.services.exams.drawing import wordings
from alp_app.services.exams.errors import QuestionHeld
from alp_app.services.exams.files import files_named_by, named_by
from alp_app.services.exams.mine import asked_by
from alp_app.services.exams.rules import Clock
from alp_app.services.exams.sitting_views import AnsweredFile
from alp_app.services.exams.views import (
    AccommodationView,
    ChosenView,
    ExamRow,
    ExamView,
    HandAnswer,
    ResultsView,
    TakerRow,
)
from alp_app.services.gradebook.access import taught_class
from alp_app.services.gradebook.figures import plain
from alp_app.unit_of_work import Reader

STEM_LENGTH = 200

_LIST = """
    SELECT x.id, i.title, i.points, x.minutes, x.opens_at, x.closes_at, x.published_at,
           (SELECT count(*) FROM class_member m
             WHERE m.classroom_id = x.classroom_id AND m.role = 'learner'
               AND m.removed_at IS NULL) AS learners,
           (SELECT count(*) FROM exam_attempt a
             WHERE a.exam_id = x.id AND a.state = 'open') AS taking,
           (SELECT count(DISTINCT a.user_id) FROM exam_attempt a
             WHERE a.exam_id = x.id AND a.state <> 'open') AS handed_in,
           (SELECT count(*) FROM exam_answer s JOIN exam_attempt a ON a.id = s.attempt_id
             WHERE a.exam_id = x.id AND a.state = 'waiting'
               AND s.points IS NULL AND s.hand_points IS NULL) AS to_mark,
           (SELECT count(*) FROM grade_entry e
             WHERE e.item_id = i.id AND e.points IS NOT NULL
               AND e.released_at IS NULL) AS to_release
      FROM exam x
      JOIN grade_item i ON i.id = x.item_id
     WHERE x.classroom_id = %(classroom_id)s AND x.deleted_at IS NULL
     ORDER BY x.closes_at NULLS LAST, x.id
"""
_ACCOMMODATIONS = """
    SELECT u.id AS user_id, u.display_name AS name, coalesce(a.extra_percent, 0) AS extra_percent,
           coalesce(a.break_minutes, 0) AS break_minutes,
           coalesce(a.extra_attempts, 0) AS extra_attempts
      FROM class_member m
      JOIN user_account u ON u.id = m.user_id
      LEFT JOIN exam_accommodation a
        ON a.classroom_id = m.classroom_id AND a.user_id = m.user_id
     WHERE m.classroom_id = %(classroom_id)s AND m.role = 'learner' AND m.removed_at IS NULL
     ORDER BY lower(u.display_name), u.id
"""
_TAKERS = """
    SELECT u.id AS user_id, u.display_name AS name, a.id AS attempt_id,
           coalesce(a.number, 0) AS number, a.state, a.started_at, a.deadline_at, a.break_seconds,
           a.break_started_at, a.submitted_at, coalesce(a.is_automatic, false) AS is_automatic,
           a.points, e.points AS mark, e.released_at IS NOT NULL AS is_released,
           coalesce(c.break_minutes, 0) AS break_minutes,
           coalesce(c.extra_percent, 0) > 0 AS is_extended,
           coalesce(jsonb_array_length(a.asked), 0) AS questions,
           coalesce(s.answered, 0) AS answered, coalesce(s.to_mark, 0) AS to_mark, s.saved_at
      FROM class_member m
      JOIN user_account u ON u.id = m.user_id
      LEFT JOIN exam_accommodation c
        ON c.classroom_id = m.classroom_id AND c.user_id = m.user_id
      LEFT JOIN grade_entry e ON e.item_id = %(item_id)s AND e.user_id = m.user_id
      LEFT JOIN LATERAL (
        SELECT * FROM exam_attempt
         WHERE exam_id = %(exam_id)s AND user_id = m.user_id
         ORDER BY number DESC LIMIT 1) a ON true
      LEFT JOIN LATERAL (
        SELECT count(*) FILTER (WHERE response <> '{}') AS answered,
               count(*) FILTER (WHERE a.state = 'waiting' AND points IS NULL
                                  AND hand_points IS NULL) AS to_mark,
               max(saved_at) AS saved_at
          FROM exam_answer WHERE attempt_id = a.id) s ON true
     WHERE m.classroom_id = %(classroom_id)s AND m.role = 'learner' AND m.removed_at IS NULL
     ORDER BY lower(u.display_name), u.id
"""


async def list_exams(reader: Reader, classroom_id: ClassroomId) -> list[ExamRow]:
    """Of a class that the actor teaches, by closing time. Raises ClassNotFound."""
    await taught_class(reader, classroom_id, to_change=False)
    rows = await fetch_all(reader, _LIST, {"classroom_id": classroom_id})
    return [
        ExamRow.model_validate({**row, "points": plain(Fraction(row["points"]))}) for row in rows
    ]


async def get_exam(reader: Reader, exam_id: ExamId) -> ExamView:
    """Of a class that the actor teaches. Raises ExamNotFound."""
    exam, item = await taught_exam(reader, exam_id, to_change=False)
    return await _view(reader, exam, item)


async def list_accommodations(reader: Reader, classroom_id: ClassroomId) -> list[AccommodationView]:
    """Of every learner of a class, also those who need nothing. Raises ClassNotFound."""
    await taught_class(reader, classroom_id, to_change=False)
    rows = await fetch_all(reader, _ACCOMMODATIONS, {"classroom_id": classroom_id})
    return [AccommodationView.model_validate(row) for row in rows]


async def get_results(reader: Reader, exam_id: ExamId) -> ResultsView:
    """Every learner of the class with their latest attempt: live while a test is taken, and its
    results afterwards. Raises ExamNotFound."""
    exam, item = await taught_exam(reader, exam_id, to_change=False)
    given = {"exam_id": exam_id, "item_id": item.id, "classroom_id": exam.classroom_id}
    rows = await fetch_all(reader, _TAKERS, given)
    takers = tuple(_taker(row) for row in rows)
    return ResultsView(
        exam=await _view(reader, exam, item),
        takers=takers,
        taking=sum(each.state is AttemptState.OPEN for each in takers),
        to_mark=sum(each.to_mark for each in takers),
        to_release=sum(bool(each.mark) and not each.is_released for each in takers),
    )


async def list_hand_answers(reader: Reader, exam_id: ExamId) -> list[HandAnswer]:
    """Answers that a person marks or has marked, and those that could not be read; question by
    question, because that is how marking is fair. Raises ExamNotFound."""
    exam, _ = await taught_exam(reader, exam_id, to_change=False)
    statement = (
        select(ExamAttempt, ExamAnswer, User)
        .join(ExamAnswer, col(ExamAnswer.attempt_id) == col(ExamAttempt.id))
        .join(User, col(User.id) == col(ExamAttempt.user_id))
        .where(
            col(ExamAttempt.exam_id) == exam.id,
            col(ExamAttempt.state) != AttemptState.OPEN,
            col(ExamAnswer.points).is_(None)
            | col(ExamAnswer.hand_points).is_not(None)
            | col(ExamAnswer.problem).not_in(("", QuestionHeld.code)),
        )
        .order_by(col(ExamAttempt.submitted_at), col(ExamAttempt.id), col(ExamAnswer.slot))
    )
    rows = [(attempt, answer, user) for attempt, answer, user in
            (await reader.session.execute(statement)).all()]  # fmt: skip
    slots = [attempt.asked[answer.slot] for attempt, answer, _ in rows]
    questions = await wordings(reader, [slot.version_id for slot in slots])
    files = await files_named_by(reader, [answer for _, answer, _ in rows])
    people = list(dict.fromkeys(user.id for _, _, user in rows))
    order = {slot.question_id: None for slot in sorted(slots, key=lambda one: one.question_id)}
    places = {question_id: place for place, question_id in enumerate(order)}

    def asked_all() -> list[HandAnswer]:
        return [
            _hand_answer(attempt, answer, user, questions[slot.version_id], people, files=files)
            for (attempt, answer, user), slot in sorted(
                zip(rows, slots, strict=True), key=lambda each: places[each[1].question_id]
            )
        ]

    return await asyncio.to_thread(asked_all)


def _hand_answer(
    attempt: ExamAttempt,
    answer: ExamAnswer,
    user: User,
    question: AnyQuestion,
    people: list[UserId],
    *,
    files: Sequence[AnsweredFile],
) -> HandAnswer:
    slot = attempt.asked[answer.slot]
    text = _as_text(answer.response)
    return HandAnswer(
        attempt_id=attempt.id,
        slot=answer.slot,
        number=people.index(user.id) + 1,
        name=user.display_name,
        question=without_key(resolved(question, slot.seed), slot.seed),
        marking_notes=question.marking_notes if isinstance(question, MARKED_BY_PEOPLE) else "",
        most=plain(Fraction(slot.points)),
        text=text,
        words=len(text.split()),
        files=tuple(file for file in files if str(file.id) in named_by(answer)),
        points="" if answer.hand_points is None else plain(Fraction(answer.hand_points)),
        comment=answer.comment,
        problem=answer.problem,
    )


def _as_text(response: Mapping[str, Any]) -> str:
    """What was typed; as it was kept, where it was not text."""
    if "file_ids" in response:
        return ""
    typed = response.get("text") or response.get("number")
    return typed or (orjson.dumps(response).decode() if response else "")


def _taker(row: Mapping[str, Any]) -> TakerRow:
    now = clock.now()
    state = AttemptState(row["state"]) if row["state"] else None
    watch = Clock(
        deadline_at=row["deadline_at"],
        break_seconds=row["break_seconds"] or 0,
        break_started_at=row["break_started_at"],
        break_seconds_allowed=row["break_minutes"] * 60,
    )
    copied = {name: row[name] for name in TakerRow.model_fields if name in row}
    return TakerRow.model_validate(
        {
            **copied,
            "state": state,
            "ends_at": watch.ends_at(now) if state is AttemptState.OPEN else None,
            "is_on_break": state is AttemptState.OPEN and watch.is_on_break(now),
            "points": _shown(row["points"]),
            "mark": _shown(row["mark"]),
        }
    )


def _shown(points: Any) -> str:
    return "" if points is None else plain(Fraction(points))


async def _view(reader: Reader, exam: Exam, item: GradeItem) -> ExamView:
    classroom = await reader.session.get_one(Classroom, exam.classroom_id)
    copied = {name: getattr(exam, name) for name in ExamView.model_fields if hasattr(exam, name)}
    return ExamView.model_validate(
        {
            **copied,
            "course_id": classroom.course_id,
            "class_name": classroom.name,
            "opens_on_clock": _on_clock(exam.opens_at, classroom.time_zone),
            "closes_on_clock": _on_clock(exam.closes_at, classroom.time_zone),
            "category_id": item.category_id,
            "title": item.title,
            "points": plain(Fraction(item.points)),
            "questions": asked_by(exam),
            "sections": tuple(exam.sections),
            "feedback": tuple(exam.feedback),
            "chosen": await _chosen(reader, exam),
            "is_extra": item.is_extra,
            "is_taken": await is_taken(reader, exam.id),
        }
    )


def _on_clock(at: datetime | None, zone: str) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M") if at else ""


async def _chosen(reader: Reader, exam: Exam) -> tuple[ChosenView, ...]:
    ids = [
        part.question_id
        for section in exam.sections
        for part in section.parts
        if isinstance(part, Chosen)
    ]
    statement = (
        select(Question, QuestionVersion)
        .join(QuestionVersion, col(QuestionVersion.id) == col(Question.current_version_id))
        .where(col(Question.id).in_(ids))
    )
    found = {
        question.id: ChosenView(
            id=question.id,
            name=question.name,
            stem=stem_of(version.content),
            type=version.content.type,
        )
        for question, version in (await reader.session.execute(statement)).all()
    }
    return tuple(found[each] for each in ids if each in found)


def stem_of(question: AnyQuestion) -> str:
    """A line that a teacher knows it by."""
    return shorten(plain_text(question.stem or getattr(question, "text", "")), STEM_LENGTH)
