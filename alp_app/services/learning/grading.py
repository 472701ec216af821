"""Marks an answer, and says what a learner may know once there is one. Pure."""

import math
import re
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from alp_app.kit.ids import QuestionVersionId
from alp_app.models.questions import ChoiceQuestion, NumericQuestion, QuestionContent
from alp_app.services.courses.citations import CitationNumbers
from alp_app.services.courses.markup import inline_html
from alp_app.services.learning.errors import AnswerDoesNotFit, NumberNotUnderstood
from alp_app.services.learning.inputs import Answer
from alp_app.services.learning.views import OptionVerdict, Verdict

ROUNDING = 1e-9
"""Relative slack for numbers that have been through binary arithmetic."""

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f'’_]")
_DIGITS = r"\d+(?:[.,]\d+)*"
_NUMBER = re.compile(rf"[+-]?(?:{_DIGITS}|[.,]\d+)(?:e[+-]?\d{{1,3}})?", re.IGNORECASE)
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*")


@dataclass(frozen=True, slots=True)
class Grade:
    score: float
    """0 to 1."""

    @property
    def is_right(self) -> bool:
        return self.score >= 1.0


def grade(question: QuestionContent, answer: Answer) -> Grade:
    """Mark one answer. Raises AnswerDoesNotFit or NumberNotUnderstood when it cannot be marked.

    One right option: all or nothing. Several: each right option that was picked earns its share,
    each wrong one costs as much, and nobody falls below nothing, so that picking everything earns
    nothing. A number is right when any way to read it lies within the tolerance.
    """
    if isinstance(question, NumericQuestion):
        if not answer.number:
            raise AnswerDoesNotFit
        readings = read_number(answer.number, unit=question.unit)
        return Grade(1.0 if any(_is_close(question, value) for value in readings) else 0.0)
    return _grade_choice(question, frozenset(answer.option_ids))


def _grade_choice(question: ChoiceQuestion, picked: frozenset[UUID]) -> Grade:
    right = {option.id for option in question.options if option.is_correct}
    if not picked or not picked <= {option.id for option in question.options}:
        raise AnswerDoesNotFit
    if question.type != "multiple":
        if len(picked) > 1:
            raise AnswerDoesNotFit
        return Grade(1.0 if picked <= right else 0.0)
    balance = len(picked & right) - len(picked - right)
    return Grade(max(0.0, balance / len(right)))


def read_number(typed: str, *, unit: str = "") -> tuple[float, ...]:
    """Every value that `typed` may mean. Raises NumberNotUnderstood when there is none.

    Both decimal marks are understood: `12,5` and `12.5`, `1.600,5` and `1,600.5`. `1,600` may mean
    1600 or 1.6, so it means both. The unit may be written behind the number.
    """
    text = _SPACES.sub("", typed).replace("\u2212", "-")
    ending = _SPACES.sub("", unit)
    if ending and text.lower().endswith(ending.lower()):
        text = text[: -len(ending)]
    if not _NUMBER.fullmatch(text):
        raise NumberNotUnderstood(typed)
    mantissa, _, exponent = text.lower().partition("e")
    plain = {*_as_decimal(mantissa), *_as_thousands(mantissa)}
    values = (float(f"{number}e{exponent or 0}") for number in plain)
    found = tuple(sorted(value for value in values if math.isfinite(value)))
    if not found:
        raise NumberNotUnderstood(typed)
    return found


def _as_decimal(text: str) -> list[str]:
    """With the last mark as the decimal mark and the others, if any, between thousands."""
    whole, mark, fraction = _split_at_last_mark(text)
    if not mark:
        return [text]
    if "." not in whole and "," not in whole:
        return [f"{whole}.{fraction}"]
    grouped = _THOUSANDS.fullmatch(whole)
    if grouped and grouped["mark"] != mark:
        return [f"{whole.replace(grouped['mark'], '')}.{fraction}"]
    return []


def _as_thousands(text: str) -> list[str]:
    grouped = _THOUSANDS.fullmatch(text)
    return [text.replace(grouped["mark"], "")] if grouped else []


def _split_at_last_mark(text: str) -> tuple[str, str, str]:
    at = max(text.rfind("."), text.rfind(","))
    return (text, "", "") if at < 0 else (text[:at], text[at], text[at + 1 :])


def _is_close(question: NumericQuestion, value: float) -> bool:
    slack = ROUNDING * max(1.0, abs(question.answer))
    return abs(value - question.answer) <= question.tolerance + slack


def is_passed(score: float, max_score: float, passing_percent: int) -> bool:
    return score * 100 >= passing_percent * max_score * (1 - ROUNDING)


def same_answer(one: Answer, other: Answer) -> bool:
    """Picked in another order, or typed with other spaces, is the same."""
    return set(one.option_ids) == set(other.option_ids) and _SPACES.sub(
        "", one.number
    ) == _SPACES.sub("", other.number)


def verdict_on(
    question_version_id: QuestionVersionId,
    question: QuestionContent,
    answer: Answer,
    names: CitationNumbers,
) -> Verdict:
    """Right or wrong, the reasons for what was picked and for what is right, and the sources."""
    graded = grade(question, answer)
    is_numeric = isinstance(question, NumericQuestion)
    return Verdict(
        question_version_id=question_version_id,
        option_ids=answer.option_ids,
        number=answer.number,
        is_right=graded.is_right,
        score=graded.score,
        options=() if is_numeric else tuple(_option_verdicts(question, answer)),
        right_number=question.answer if is_numeric else None,
        tolerance=question.tolerance if is_numeric else 0.0,
        unit=question.unit if is_numeric else "",
        explanation_html=inline_html(question.explanation),
        citations=tuple(names.mark(citation) for citation in question.citations),
    )


def _option_verdicts(question: ChoiceQuestion, answer: Answer) -> Iterable[OptionVerdict]:
    for option in question.options:
        was_picked = option.id in answer.option_ids
        if was_picked or option.is_correct:
            yield OptionVerdict(
                id=option.id,
                is_right=option.is_correct,
                was_picked=was_picked,
                reason_html=inline_html(option.reason),
            )
