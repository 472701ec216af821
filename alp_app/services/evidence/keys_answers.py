"""Reads a question's key as answers that can be compared: which texts are right, which are wrong. Pure."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from alp_app.models.questions import (
    AnyQuestion,
    ChoiceQuestion,
    FormulaQuestion,
    NumericQuestion,
    ShortTextQuestion,
)
from alp_app.services.assessment.errors import NumberNotUnderstood
from alp_app.services.assessment.numbers import read_number
from alp_app.services.courses.markup import plain

Checkable = ChoiceQuestion | NumericQuestion | ShortTextQuestion | FormulaQuestion
"""What an engine can solve blind. The other kinds are for people to check."""
CHECKABLE = (ChoiceQuestion, NumericQuestion, ShortTextQuestion, FormulaQuestion)


@dataclass(frozen=True, slots=True)
class Answers:
    right: tuple[str, ...]
    wrong: tuple[str, ...] = ()


def answers_of(question: AnyQuestion) -> Answers:
    """Without marks; nothing for kinds that are not checked."""
    match question:
        case ChoiceQuestion():
            return Answers(
                tuple(plain(each.text) for each in question.options if each.is_correct),
                tuple(plain(each.text) for each in question.options if not each.is_correct),
            )
        case NumericQuestion():
            return Answers((f"{_number(question.answer)} {question.unit}".strip(),))
        case ShortTextQuestion():
            full = [form.text for form in question.accepted if form.credit == Decimal(1)]
            return Answers(tuple(full[:1]))
        case FormulaQuestion():
            return Answers((question.answer,))
        case _:
            return Answers(())


def quantity_in(text: str) -> tuple[Fraction, str] | None:
    """A text that is nothing but a number, perhaps with its unit."""
    head = text.strip().rstrip(".")
    for size in range(len(head), 0, -1):
        number, unit = head[:size], head[size:].strip()
        if not number[-1].isdigit() or len(unit.split()) > 2:  # noqa: PLR2004 - a unit is a word or two
            continue
        try:
            return read_number(number)[0], unit
        except NumberNotUnderstood:
            continue
    return None


def _number(value: float) -> str:
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(value)  # noqa: PLR2004 - beyond it floats skip integers
