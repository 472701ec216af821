"""What a learner may know of a question once there is an answer to it. Pure."""

from alp_app.kit.ids import QuestionVersionId
from alp_app.models.questions import FixedQuestion
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.numbers import without_spaces
from alp_app.services.assessment.revealing import marked_view
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.learning.views import Verdict

ROUNDING = 1e-9
"""Relative slack for sums of scores that were kept as binary numbers."""


def is_passed(score: float, max_score: float, passing_percent: int) -> bool:
    return score * 100 >= passing_percent * max_score * (1 - ROUNDING)


def same_answer(one: Answer, other: Answer) -> bool:
    """Picked in another order, or typed with other spaces, is the same."""
    if one.kind != other.kind:
        return False
    match one.kind:
        case "option_ids":
            return set(one.option_ids) == set(other.option_ids)
        case "number":
            return without_spaces(one.number) == without_spaces(other.number)
        case "text":
            return one.text.strip() == other.text.strip()
        case _:
            return one == other


def verdict_on(
    question_version_id: QuestionVersionId,
    question: FixedQuestion,
    answer: Answer,
    names: CitationNumbers,
) -> Verdict:
    """Right or wrong, the reasons for what was given and for what is right, and the sources."""
    return Verdict(
        **dict(marked_view(question, answer)),
        question_version_id=question_version_id,
        citations=tuple(names.mark(citation) for citation in question.citations),
    )
