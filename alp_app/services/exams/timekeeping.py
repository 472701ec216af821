"""What happens to tests when their time has come, asked for by a periodic job."""

from sqlalchemy import text

from alp_app.kit import clock
from alp_app.kit.ids import ExamAttemptId, ExamId
from alp_app.models.exams import AttemptState, Exam, ExamAttempt
from alp_app.services.exams.access import locked_turn
from alp_app.services.exams.marking import release_closed
from alp_app.services.exams.rules import GRACE
from alp_app.services.exams.sitting import hand_in
from alp_app.unit_of_work import Reader, UnitOfWork

__all__ = ["ANY_TIME_UP", "hand_in_overdue", "list_closed", "list_overdue", "release_closed"]

OVERDUE = """
    SELECT a.id FROM exam_attempt a
      JOIN exam x ON x.id = a.exam_id
      LEFT JOIN exam_accommodation c
        ON c.classroom_id = x.classroom_id AND c.user_id = a.user_id
     WHERE a.state = 'open'
       AND a.deadline_at + CAST(:grace AS interval)
           + CASE WHEN a.break_started_at IS NULL THEN interval '0'
                  ELSE least(clock_timestamp() - a.break_started_at,
                             interval '1 second' * greatest(
                               coalesce(c.break_minutes, 0) * 60 - a.break_seconds, 0)) END
           < clock_timestamp()
"""
CLOSED = """
    SELECT x.id FROM exam x
     WHERE x.feedback_when = 'closed' AND x.feedback ? 'score' AND x.deleted_at IS NULL
       AND x.closes_at < clock_timestamp()
       AND EXISTS (SELECT FROM grade_entry e
                    WHERE e.item_id = x.item_id AND e.points IS NOT NULL
                      AND e.released_at IS NULL)
       AND NOT EXISTS (SELECT FROM grade_entry e
                        WHERE e.item_id = x.item_id AND e.closes_at > clock_timestamp())
       AND NOT EXISTS (SELECT FROM exam_attempt a WHERE a.exam_id = x.id AND a.state = 'open')
"""
ANY_TIME_UP = text(f"SELECT EXISTS ({OVERDUE}) OR EXISTS ({CLOSED})").bindparams(grace=GRACE)
_OVERDUE = text(OVERDUE).bindparams(grace=GRACE)
_CLOSED = text(CLOSED)


async def list_overdue(reader: Reader) -> list[ExamAttemptId]:
    """Attempts, of any school, whose time and grace are over."""
    return list((await reader.session.scalars(_OVERDUE)).all())


async def list_closed(reader: Reader) -> list[ExamId]:
    """Tests, of any school, whose scores can be seen now that they have closed."""
    return list((await reader.session.scalars(_CLOSED)).all())


async def hand_in_overdue(work: UnitOfWork, attempt_id: ExamAttemptId) -> None:
    """With what had arrived in time. One that is handed in meanwhile, or has more time, is left."""
    attempt = await work.session.get_one(ExamAttempt, attempt_id)
    exam = await work.session.get_one(Exam, attempt.exam_id)
    turn = await locked_turn(work, exam, attempt.user_id)
    await work.session.refresh(attempt, with_for_update=True)
    if attempt.state is AttemptState.OPEN and turn.clock(attempt).is_over(clock.now()):
        await hand_in(work, turn, attempt)
