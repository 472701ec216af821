"""What a learner may know of a question once there is an answer to it. Pure."""

from collections.abc import Iterable
from uuid import UUID

from alp_app.kit.ids import QuestionVersionId
from alp_app.models.questions import NumericQuestion, QuestionContent
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import Marking, mark, tolerance_of
from alp_app.services.assessment.numbers import without_spaces
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.courses.markup import inline_html
from alp_app.services.learning.views import OptionVerdict, Verdict

ROUNDING = 1e-9
"""Relative slack for sums of scores that were kept as binary numbers."""


def is_passed(score: float, max_score: float, passing_percent: int) -> bool:
    return score * 100 >= passing_percent * max_score * (1 - ROUNDING)


def same_answer(one: Answer, other: Answer) -> bool:
    """Picked in another order, or typed with other spaces, is the same."""
    return set(one.option_ids) == set(other.option_ids) and (
        without_spaces(one.number) == without_spaces(other.number)
    )


def verdict_on(
    question_version_id: QuestionVersionId,
    question: QuestionContent,
    answer: Answer,
    names: CitationNumbers,
) -> Verdict:
    """Right or wrong, the reasons for what was picked and for what is right, and the sources."""
    marking = mark(question, answer)
    is_numeric = isinstance(question, NumericQuestion)
    return Verdict(
        question_version_id=question_version_id,
        option_ids=answer.option_ids,
        number=answer.number,
        is_right=marking.is_right,
        score=float(marking.score),
        reason_html=inline_html(marking.reason),
        options=() if is_numeric else tuple(_option_verdicts(marking)),
        right_number=question.answer if is_numeric else None,
        tolerance=tolerance_of(question) if is_numeric else 0.0,
        unit=question.unit if is_numeric else "",
        explanation_html=inline_html(question.explanation),
        citations=tuple(names.mark(citation) for citation in question.citations),
    )


def _option_verdicts(marking: Marking) -> Iterable[OptionVerdict]:
    for part in marking.parts:
        yield OptionVerdict(
            id=UUID(part.id),
            is_right=part.is_right,
            was_picked=part.was_given,
            reason_html=inline_html(part.reason),
        )
