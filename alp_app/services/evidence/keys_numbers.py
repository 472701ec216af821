"""Works a number out again from an expression that did not know the key, with units. Pure."""

from collections.abc import Sequence
from fractions import Fraction

from alp_app.models.keys import Recomputation
from alp_app.models.questions import AnyQuestion, ChoiceQuestion, NumericQuestion
from alp_app.services.assessment.expressions import (
    NotComputable,
    Number,
    read_expression,
    work_out_number,
)
from alp_app.services.assessment.marking import tolerance_of
from alp_app.services.assessment.on_demand import converted
from alp_app.services.assessment.variants import shown
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.keys_answers import answers_of, quantity_in
from alp_app.services.evidence.keys_words import numbers_in

ROUNDED = Fraction(1, 100)
"""How far a number in an option or a key may be from the exact one, as a share: they are rounded."""
KNOWN = frozenset(
    {"0.5", "1", "2", "3", "4", "10", "60", "100", "180", "360", "1000", "3600", "3.6", "24", "7", "12"}
)  # fmt: skip
"""Numbers of formulas and conversions, which nobody has to give."""
GIVEN = 2
"""Numbers in a question from which something can be calculated."""


def is_numeric(question: AnyQuestion) -> bool:
    """Whether its answer is a number: a numeric question, or a choice among numbers."""
    if isinstance(question, NumericQuestion):
        return True
    if not isinstance(question, ChoiceQuestion) or question.type != "single":
        return False
    return all(quantity_in(plain(option.text)) for option in question.options)


def gives_quantities(question: AnyQuestion) -> bool:
    """Whether the question gives numbers that an answer can be calculated from."""
    return len(numbers_in(plain(question.stem))) >= GIVEN


def unit_of(question: AnyQuestion) -> str:
    """In which the answer is expected."""
    if isinstance(question, NumericQuestion):
        return question.unit
    found = quantity_in(answers_of(question).right[0]) if answers_of(question).right else None
    return found[1] if found else ""


def recompute(
    question: AnyQuestion, expression: str, unit: str, material: Sequence[str]
) -> Recomputation:
    """Hold what the expression gives against the key of a numeric question.

    Every number of the expression has to stand in the question or the material, or be one of those that
    nobody has to give.
    """
    expected = ", ".join(answers_of(question).right)
    if not expression.strip():
        return Recomputation(outcome="underived", expected=expected)
    told = {"expression": expression, "unit": unit, "expected": expected}
    given = numbers_in(" ".join([plain(question.stem), *material])) | KNOWN
    foreign = sorted(number for number in numbers_in(_spaced(expression)) if number not in given)
    if foreign:
        return Recomputation.model_validate(
            {**told, "outcome": "failed", "foreign": foreign, "reason": ", ".join(foreign)}
        )
    try:
        value = work_out_number(read_expression(expression, frozenset()), {})
    except NotComputable as refusal:
        return Recomputation.model_validate(
            {**told, "outcome": "failed", "reason": refusal.problem}
        )
    outcome = "agrees" if _is_key(question, value, unit) else "differs"
    return Recomputation.model_validate(
        {**told, "outcome": outcome, "value": f"{shown(value)} {unit}".strip()}
    )


def _is_key(question: AnyQuestion, value: Number, unit: str) -> bool:
    if isinstance(question, NumericQuestion):
        answer = Fraction(repr(question.answer))
        reach = max(Fraction(repr(tolerance_of(question))), abs(answer) * ROUNDED)
        return any(abs(each - answer) <= reach for each in _in_unit(value, unit, question.unit))
    right, wrong = answers_of(question).right, answers_of(question).wrong
    return _fits(value, unit, right[0]) and not any(_fits(value, unit, text) for text in wrong)


def _fits(value: Number, unit: str, text: str) -> bool:
    found = quantity_in(text)
    if found is None:
        return False
    wanted, in_unit = found
    return any(
        abs(each - wanted) <= abs(wanted) * ROUNDED for each in _in_unit(value, unit, in_unit)
    )


def _in_unit(value: Number, given: str, wanted: str) -> tuple[Fraction, ...]:
    """The value in the unit that is wanted; as it is where a unit is missing or not known."""
    exact = value if isinstance(value, Fraction) else Fraction(repr(value))
    if not given or not wanted or given.strip() == wanted.strip():
        return (exact,)
    found = converted(exact, given, wanted)
    return (exact,) if found is None else found


def _spaced(expression: str) -> str:
    """Signs set apart, so that `3*4` holds two numbers and `3-4` no negative one."""
    return "".join(f" {char} " if char in "+-*/^()" else char for char in expression)
