"""Lets released marks of a test count for what their learner has shown. Never before the release."""

from collections.abc import Sequence

from alp_app.kit.ids import UserId
from alp_app.models.classroom import Classroom
from alp_app.models.exams import AskedSlot, AttemptState, Exam, ExamAnswer, ExamAttempt
from alp_app.models.mastery import EvidenceKind
from alp_app.services.exams.access import answers_of, attempts_of
from alp_app.services.mastery.commands import Answered, Subject, note_answers
from alp_app.unit_of_work import UnitOfWork


async def tell_of_all(work: UnitOfWork, exam: Exam, user_id: UserId) -> None:
    """All that one learner has handed in of a test. Their entry is locked."""
    for attempt in await attempts_of(work, exam.id, user_id):
        if attempt.state is not AttemptState.OPEN:
            await tell_of(work, exam, attempt, await answers_of(work, attempt))


async def tell_of(
    work: UnitOfWork, exam: Exam, attempt: ExamAttempt, answers: Sequence[ExamAnswer]
) -> None:
    """One attempt as it is marked now; told again, what changed counts."""
    classroom = await work.session.get_one(Classroom, exam.classroom_id)
    subject = Subject(
        kind=EvidenceKind.TEST,
        id=attempt.id,
        user_id=attempt.user_id,
        course_id=classroom.course_id,
    )
    marked = [
        (answer, score)
        for answer in answers
        if (score := _score(answer, attempt.asked[answer.slot])) is not None
    ]
    await note_answers(
        work,
        subject,
        [
            Answered(
                question_id=attempt.asked[answer.slot].question_id,
                score=score,
                at=attempt.submitted_at or answer.saved_at,
            )
            for answer, score in marked
        ],
    )


def _score(answer: ExamAnswer, slot: AskedSlot) -> float | None:
    """What a person gave stands before what the key gave; None until there is either."""
    if answer.hand_points is None:
        return answer.score
    return float(answer.hand_points / slot.points) if slot.points else None
