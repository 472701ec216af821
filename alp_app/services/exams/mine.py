"""What a learner sees of tests: which there are, the one before them, the attempt they are in, and what
became of it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction

from sqlmodel import col, func, select

from alp_app.db.reads import fetch_all
from alp_app.kit import clock
from alp_app.kit.ids import ClassroomId, ExamAttemptId, ExamId
from alp_app.kit.markdown import markdown_html
from alp_app.models.classroom import Classroom
from alp_app.models.exams import (
    AttemptState,
    Exam,
    ExamAttempt,
    ExamRegrade,
    Feedback,
    FeedbackTime,
)
from alp_app.services.exams.access import (
    Turn,
    answers_of,
    attempts_of,
    my_attempt,
    my_exam,
    turn_of,
)
from alp_app.services.exams.errors import NotHandedIn
from alp_app.services.exams.files import files_named_by
from alp_app.services.exams.marking import SEEN_AFTER_SUBMITTING, is_over
from alp_app.services.exams.player import asked_in
from alp_app.services.exams.rules import is_passed
from alp_app.services.exams.sitting_views import (
    AttemptRow,
    MyAttemptView,
    MyExamRow,
    MyExamView,
    ReviewedSlot,
    ReviewView,
)
from alp_app.services.exams.verdicts import verdicts_on
from alp_app.services.gradebook.access import my_class
from alp_app.services.gradebook.figures import plain
from alp_app.unit_of_work import Reader

_MINE = """
    SELECT x.id, i.title, i.points, x.opens_at, x.minutes,
           greatest(x.closes_at, e.closes_at, e.due_at) AS closes_at,
           CASE WHEN a.state = 'open' THEN 'running'
                WHEN e.released_at IS NOT NULL THEN 'released'
                WHEN a.state IS NOT NULL THEN 'submitted'
                WHEN x.opens_at > %(now)s THEN 'soon'
                WHEN x.closes_at IS NOT NULL
                     AND greatest(x.closes_at, e.closes_at, e.due_at) <= %(now)s THEN 'closed'
                ELSE 'open' END AS standing
      FROM exam x
      JOIN grade_item i ON i.id = x.item_id
      LEFT JOIN grade_entry e ON e.item_id = i.id AND e.user_id = %(user_id)s
      LEFT JOIN LATERAL (
        SELECT state FROM exam_attempt
         WHERE exam_id = x.id AND user_id = %(user_id)s
         ORDER BY number DESC LIMIT 1) a ON true
     WHERE x.classroom_id = %(classroom_id)s AND x.deleted_at IS NULL
       AND x.published_at IS NOT NULL
     ORDER BY closes_at NULLS LAST, x.id
"""


async def list_my_exams(reader: Reader, classroom_id: ClassroomId) -> list[MyExamRow]:
    """Published in a class that I learn in, by closing time. Raises ClassNotFound."""
    await my_class(reader, classroom_id)
    given = {"classroom_id": classroom_id, "user_id": reader.user_id, "now": clock.now()}
    rows = await fetch_all(reader, _MINE, given)
    return [
        MyExamRow.model_validate({**row, "points": plain(Fraction(row["points"]))}) for row in rows
    ]


async def get_my_exam(reader: Reader, exam_id: ExamId) -> MyExamView:
    """A test as I have it before me. Raises ExamNotFound."""
    turn = await my_exam(reader, exam_id)
    exam, allowance = turn.exam, turn.allowance
    classroom = await reader.session.get_one(Classroom, exam.classroom_id)
    made = await attempts_of(reader, exam_id, reader.user_id)
    shows = await shown(reader, turn)
    left = allowance.attempts - len(made)
    return MyExamView(
        id=exam.id,
        classroom_id=exam.classroom_id,
        class_name=classroom.name,
        title=turn.item.title,
        instructions_html=markdown_html(exam.instructions),
        points=plain(Fraction(turn.item.points)),
        questions=asked_by(exam),
        minutes=None if allowance.time is None else round(allowance.time.total_seconds() / 60),
        break_minutes=allowance.break_seconds // 60,
        opens_at=allowance.opens_at,
        closes_at=allowance.closes_at,
        attempts=allowance.attempts,
        attempts_left=max(left, 0),
        counting=exam.counting,
        is_one_at_a_time=exam.is_one_at_a_time,
        may_go_back=exam.may_go_back,
        feedback_when=exam.feedback_when,
        feedback=tuple(exam.feedback),
        passing_percent=exam.passing_percent,
        standing=_standing(turn, made, left),
        made=tuple(_row(turn, each, shows) for each in reversed(made)),
    )


async def review_attempt(reader: Reader, attempt_id: ExamAttemptId) -> ReviewView:
    """What became of an attempt, as far as I may see it by now. Raises AttemptNotFound or NotHandedIn."""
    turn, attempt = await my_attempt(reader, attempt_id)
    if attempt.state is AttemptState.OPEN:
        raise NotHandedIn
    shows = await shown(reader, turn)
    exam = turn.exam
    slots: tuple[ReviewedSlot, ...] = ()
    if shows - {Feedback.SCORE}:
        slots = await reviewed(reader, exam, attempt, shows)
    statement = select(func.max(col(ExamRegrade.applied_at))).where(
        col(ExamRegrade.exam_id) == exam.id, col(ExamRegrade.undone_at).is_(None)
    )
    return ReviewView(
        attempt=_row(turn, attempt, shows),
        exam_id=exam.id,
        title=turn.item.title,
        points=plain(Fraction(turn.item.points)),
        shows=tuple(each for each in Feedback if each in shows),
        feedback_when=exam.feedback_when,
        regraded_at=await reader.session.scalar(statement) if shows else None,
        slots=slots,
    )


async def list_my_attempts(reader: Reader) -> list[MyAttemptView]:
    """All that I have answered in tests, in classes that I have left too, with what I may see of it.
    Where I may not look at the questions any more, the answers stand alone."""
    statement = (
        select(ExamAttempt, Exam, col(Classroom.name))
        .join(Exam, col(Exam.id) == col(ExamAttempt.exam_id))
        .join(Classroom, col(Classroom.id) == col(Exam.classroom_id))
        .where(col(ExamAttempt.user_id) == reader.user_id)
        .order_by(col(ExamAttempt.started_at))
    )
    found: list[MyAttemptView] = []
    for attempt, exam, class_name in (await reader.session.execute(statement)).all():
        turn = await turn_of(reader, exam, reader.user_id)
        is_in = attempt.state is not AttemptState.OPEN
        shows = frozenset[Feedback]()
        if is_in and not turn.item.is_hidden:
            shows = await shown(reader, turn)
        answers = await answers_of(reader, attempt)
        found.append(
            MyAttemptView(
                title=turn.item.title,
                class_name=class_name,
                attempt=_row(turn, attempt, shows),
                answers=tuple(answer.response for answer in answers),
                files=await files_named_by(reader, answers),
                slots=await reviewed(reader, exam, attempt, shows)
                if shows - {Feedback.SCORE}
                else (),
            )
        )
    return found


async def reviewed(
    reader: Reader, exam: Exam, attempt: ExamAttempt, shows: AbstractSet[Feedback]
) -> tuple[ReviewedSlot, ...]:
    """Questions, answers and verdicts, for callers who may see `shows` of them."""
    answers = await answers_of(reader, attempt)
    asked = await asked_in(reader, attempt.asked)
    verdicts = await verdicts_on(reader, exam, attempt, answers, shows=shows)
    files = await files_named_by(reader, answers)
    return tuple(
        ReviewedSlot(
            slot=answer.slot,
            section=slot.section,
            points=plain(Fraction(slot.points)),
            question=question,
            answer=answer.response,
            files=tuple(file for file in files if file.slot == answer.slot),
            verdict=verdict,
        )
        for slot, question, answer, verdict in zip(
            attempt.asked, asked, answers, verdicts, strict=True
        )
    )


async def shown(reader: Reader, turn: Turn) -> frozenset[Feedback]:
    """What a learner may see by now of the attempts that are handed in."""
    exam = turn.exam
    is_time = (
        exam.feedback_when in SEEN_AFTER_SUBMITTING
        or (turn.entry is not None and turn.entry.released_at is not None)
        or (exam.feedback_when is FeedbackTime.CLOSED and await is_over(reader, exam))
    )
    return frozenset(exam.feedback) if is_time else frozenset()


def asked_by(exam: Exam) -> int:
    """How many questions an attempt has."""
    parts = (part for section in exam.sections for part in section.parts)
    return sum(1 if part.kind == "question" else part.count for part in parts)


def _standing(turn: Turn, made: Sequence[ExamAttempt], left: int) -> str:
    now = clock.now()
    allowance = turn.allowance
    if made and made[-1].state is AttemptState.OPEN and not turn.clock(made[-1]).is_over(now):
        return "running"
    if allowance.opens_at is not None and now < allowance.opens_at:
        return "soon"
    if allowance.closes_at is not None and now >= allowance.closes_at:
        return "closed"
    return "open" if left > 0 else "used"


def _row(turn: Turn, attempt: ExamAttempt, shows: AbstractSet[Feedback]) -> AttemptRow:
    points = attempt.points if Feedback.SCORE in shows else None
    return AttemptRow(
        id=attempt.id,
        number=attempt.number,
        state=attempt.state,
        started_at=attempt.started_at,
        submitted_at=attempt.submitted_at,
        is_automatic=attempt.is_automatic,
        receipt=attempt.receipt,
        points="" if points is None else plain(Fraction(points)),
        is_passed=None
        if points is None
        else is_passed(points, turn.item.points, turn.exam.passing_percent),
        can_look=attempt.state is not AttemptState.OPEN and bool(shows),
    )
