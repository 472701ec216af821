"""What a learner may know of an answer: no more than the test's feedback shows."""

import asyncio
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from typing import Any

from alp_app.kit.errors import AppError
from alp_app.models.exams import AskedSlot, Exam, ExamAnswer, ExamAttempt, Feedback
from alp_app.models.questions import AnyQuestion, EssayQuestion, FileQuestion
from alp_app.services.assessment.revealing import as_json, right_answer, shapes_of
from alp_app.services.assessment.variants import resolved
from alp_app.services.assessment.views import PartView
from alp_app.services.courses.gradable import held_among
from alp_app.services.courses.markup import inline_html
from alp_app.services.exams.drawing import wordings
from alp_app.services.exams.marking import Marked, marked, marking_of
from alp_app.services.exams.sitting_views import SlotVerdict
from alp_app.services.gradebook.figures import plain
from alp_app.unit_of_work import Reader


async def verdicts_on(
    reader: Reader,
    exam: Exam,
    attempt: ExamAttempt,
    answers: Sequence[ExamAnswer],
    *,
    is_final_only: bool = False,
    shows: AbstractSet[Feedback] | None = None,
) -> tuple[SlotVerdict, ...]:
    """On the answers of an attempt, by the keys that they were marked by."""
    wanted = [each for each in answers if each.is_final or not is_final_only]
    asked = [attempt.asked[each.slot] for each in wanted]
    keys = [
        each.marked_version_id or slot.version_id for each, slot in zip(wanted, asked, strict=True)
    ]
    questions = await wordings(reader, keys)
    held = await held_among(reader, keys)
    seen = frozenset(exam.feedback) if shows is None else shows

    def judge_all() -> tuple[SlotVerdict, ...]:
        return tuple(
            verdict_on(questions[key], slot, each, seen, is_held=key in held)
            for key, slot, each in zip(keys, asked, wanted, strict=True)
        )

    return await asyncio.to_thread(judge_all)


def verdict_on(
    question: AnyQuestion,
    asked: AskedSlot,
    answer: ExamAnswer,
    shows: AbstractSet[Feedback],
    *,
    is_held: bool = False,
) -> SlotVerdict:
    """Pure. A question that is held has no right answer to be shown."""
    found: dict[str, Any] = {"slot": answer.slot}
    given = _standing(question, asked, answer, is_held=is_held)
    if is_held and Feedback.VERDICTS in shows:
        found["answer"] = answer.response
    if Feedback.SCORE in shows:
        found["is_waiting"] = given.points is None
        found["points"] = "" if given.points is None else plain(Fraction(given.points))
        found["comment"] = answer.comment
        found["problem"] = given.problem
    if is_held:
        return SlotVerdict(**found)
    if Feedback.VERDICTS in shows and given.score is not None:
        found["is_right"] = given.score == 1
    variant = resolved(question, asked.seed)
    if Feedback.KEY in shows:
        if not isinstance(variant, EssayQuestion | FileQuestion):
            found["right"] = as_json(right_answer(variant))
        found["explanation_html"] = inline_html(variant.explanation)
    if Feedback.VERDICTS in shows:
        found["answer"] = answer.response
    if Feedback.VERDICTS in shows and answer.response and not given.problem:
        found |= _details(question, asked, answer, shows)
    return SlotVerdict(**found)


def _standing(
    question: AnyQuestion, asked: AskedSlot, answer: ExamAnswer, *, is_held: bool
) -> Marked:
    """As it was marked; as it would be, for one that is checked before the attempt is handed in."""
    if answer.hand_points is not None:
        share = float(answer.hand_points / asked.points)
        return Marked(share, answer.hand_points)
    if answer.score is not None and answer.points is not None:
        return Marked(answer.score, answer.points, answer.problem)
    return marked(question, asked, answer.response, is_held=is_held)


def _details(
    question: AnyQuestion, asked: AskedSlot, answer: ExamAnswer, shows: AbstractSet[Feedback]
) -> dict[str, Any]:
    """Of its parts only those that were given, unless the key may be seen."""
    try:
        marking, _ = marking_of(question, asked, answer.response)
    except AppError:
        return {}
    says_why = Feedback.REASONS in shows
    shapes = shapes_of(resolved(question, asked.seed))
    return {
        "reason_html": inline_html(marking.reason) if says_why else "",
        "parts": tuple(
            PartView(
                id=part.id,
                is_right=part.is_right,
                was_given=part.was_given,
                reason_html=inline_html(part.reason) if says_why else "",
                shape=shapes.get(part.id),
            )
            for part in marking.parts
            if part.was_given or Feedback.KEY in shows
        ),
    }
