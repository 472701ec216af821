"""Makes the variant of a parametrised question that belongs to a seed, the same whenever it is made."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Any

from alp_app.models.questions import (
    Asked,
    ChoiceQuestion,
    Choices,
    ComputedNumber,
    ComputedOptions,
    DecimalRange,
    FixedQuestion,
    IntegerRange,
    NearMiss,
    NumericQuestion,
    ParametrisedQuestion,
    Scoring,
    Variable,
)
from alp_app.services.assessment.expressions import (
    Expression,
    Number,
    as_float,
    read_expression,
    work_out,
    work_out_float,
    work_out_number,
)
from alp_app.services.assessment.seeds import draw

TRIES = 500
"""Draws in search of values that keep to the constraints."""
SHOWN_DIGITS = 6
"""Significant digits of a number that has no short exact form."""
LONGEST_EXACT = 12

_COMPUTED = re.compile(r"\{\{([^{}]+)\}\}")
_SHARED = set(Asked.model_fields)


class NoVariant(Exception):
    """No values were found that keep to every constraint."""


@dataclass(frozen=True, slots=True)
class Variant:
    values: Mapping[str, Fraction]
    question: NumericQuestion | ChoiceQuestion


def resolved(question: FixedQuestion | ParametrisedQuestion, seed: int) -> FixedQuestion:
    """The question as one learner gets it. Raises NoVariant or NotComputable, which a checked question
    never does."""
    return (
        variant(question, seed).question if isinstance(question, ParametrisedQuestion) else question
    )


def variant(question: ParametrisedQuestion, seed: int) -> Variant:
    """Raises NoVariant or NotComputable."""
    values = drawn(question, seed)
    shared = {name: getattr(question, name) for name in _SHARED}
    shared["stem"] = filled(question.stem, values)
    shared["explanation"] = filled(question.explanation, values)
    if isinstance(question.asks, ComputedNumber):
        return Variant(values, NumericQuestion(**shared, **_number(question.asks, values)))
    return Variant(values, ChoiceQuestion(**shared, **_options(question.asks, values)))


def drawn(question: ParametrisedQuestion, seed: int) -> dict[str, Fraction]:
    """Values of the variables. Raises NoVariant, or NotComputable for a constraint without a value."""
    names = frozenset(variable.name for variable in question.variables)
    constraints = [_read(text, names) for text in question.constraints]
    for attempt in range(TRIES):
        values = {variable.name: _drawn(variable, seed, attempt) for variable in question.variables}
        if all(work_out(constraint, values) for constraint in constraints):
            return values
    raise NoVariant


def steps(variable: Variable) -> int:
    """How many values a variable can have."""
    if isinstance(variable, Choices):
        return len(variable.values)
    span = Fraction(variable.high) - Fraction(variable.low)
    return int(span / Fraction(variable.step)) + 1


def _drawn(variable: Variable, seed: int, attempt: int) -> Fraction:
    number = draw(steps(variable), seed, variable.name, attempt)
    match variable:
        case Choices():
            return Fraction(variable.values[number])
        case IntegerRange() | DecimalRange():
            return Fraction(variable.low) + number * Fraction(variable.step)


def filled(text: str, values: Mapping[str, Fraction]) -> str:
    """The text with each `{{expression}}` worked out."""
    names = frozenset(values)
    return _COMPUTED.sub(lambda found: shown(work_out_number(_read(found[1], names), values)), text)


def expressions_in(question: ParametrisedQuestion) -> Iterator[str]:
    """Every expression that has to be read for a variant."""
    texts = [question.stem, question.explanation]
    yield from question.constraints
    match question.asks:
        case ComputedNumber():
            yield question.asks.answer
            yield from (miss.answer for miss in question.asks.near_misses)
            texts += [miss.reason for miss in question.asks.near_misses]
        case ComputedOptions():
            for option in question.asks.options:
                texts += [option.text, option.reason]
    for text in texts:
        yield from _COMPUTED.findall(text)


def shown(number: Number) -> str:
    """As it is printed: exactly where that is short, otherwise to six significant digits."""
    if isinstance(number, Fraction):
        exact = _decimal(number)
        if exact is not None:
            return exact
    rounded = f"{as_float(number):.{SHOWN_DIGITS}g}"
    plain = f"{Decimal(rounded):f}"
    return plain if len(plain) <= LONGEST_EXACT else rounded


def _decimal(number: Fraction) -> str | None:
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return None
    text = f"{Decimal(number.numerator) / Decimal(number.denominator):f}"
    return text if len(text.lstrip("-")) <= LONGEST_EXACT and Fraction(text) == number else None


def _number(asks: ComputedNumber, values: Mapping[str, Fraction]) -> dict[str, Any]:
    names = frozenset(values)
    return {
        **asks.model_dump(exclude={"kind", "answer", "near_misses"}),
        "answer": work_out_float(_read(asks.answer, names), values),
        "near_misses": [
            NearMiss(
                answer=work_out_float(_read(miss.answer, names), values),
                credit=miss.credit,
                reason=filled(miss.reason, values),
            )
            for miss in asks.near_misses
        ],
    }


def _options(asks: ComputedOptions, values: Mapping[str, Fraction]) -> dict[str, Any]:
    options = [
        option.model_copy(
            update={
                "text": filled(option.text, values),
                "reason": filled(option.reason, values),
            }
        )
        for option in asks.options
    ]
    is_single = sum(option.is_correct for option in options) == 1
    return {
        "type": "single" if is_single else "multiple",
        "options": options,
        "scoring": Scoring.BALANCED,
    }


@lru_cache(maxsize=2000)
def _read(text: str, names: frozenset[str]) -> Expression:
    return read_expression(text, names)
