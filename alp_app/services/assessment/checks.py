"""What is wrong with a question before anybody is asked it. Pure."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from alp_app.models.questions import (
    AnyQuestion,
    ChoiceGap,
    ChoiceQuestion,
    ClozeQuestion,
    ComputedNumber,
    ComputedOptions,
    FormulaQuestion,
    NumericQuestion,
    Option,
    ParametrisedQuestion,
)
from alp_app.services.assessment.expressions import NotComputable, read_expression
from alp_app.services.assessment.formulas import has_values, read_formula
from alp_app.services.assessment.variants import NoVariant, Variant, expressions_in, steps, variant

SAMPLES = 200
FEW_VARIANTS = 5
SMALLEST, LARGEST = 1e-9, 1e12
"""Beyond these a number is hard to read and hard to type."""


@dataclass(frozen=True, slots=True)
class Problem:
    """`key` is a key of the catalogue under `question_problem.`."""

    key: str
    detail: str = ""
    """The expression, name or option it is about."""
    seed: int | None = None
    """Of the first variant that shows it."""
    variants: int = 1
    """How many of those that were tried show it."""


def problems_of(question: AnyQuestion) -> tuple[Problem, ...]:
    """Each kind of problem once. A question without any can be marked for everybody."""
    problems: dict[tuple[str, str], Problem] = {}
    for found in _problems(question):
        known = problems.get((found.key, found.detail))
        problems[found.key, found.detail] = (
            replace(known, variants=known.variants + 1) if known else found
        )
    return tuple(problems.values())


def _problems(question: AnyQuestion) -> Iterator[Problem]:
    match question:
        case ChoiceQuestion():
            yield from _key_problems(question.options, is_single=question.type != "multiple")
        case ClozeQuestion():
            for gap in question.gaps:
                if isinstance(gap, ChoiceGap):
                    yield from _key_problems(gap.options, is_single=True)
        case NumericQuestion():
            if not math.isfinite(question.answer) or not math.isfinite(question.tolerance):
                yield Problem("too_large", str(question.answer))
        case FormulaQuestion():
            yield from _formula_problems(question)
        case ParametrisedQuestion():
            yield from _parametrised_problems(question)
        case _:
            return


def _key_problems(options: list[Option], *, is_single: bool) -> Iterator[Problem]:
    right = sum(option.is_correct for option in options)
    if right == 0 or (is_single and right > 1):
        yield Problem("no_key")
    texts = [" ".join(option.text.split()) for option in options]
    for text in texts:
        if texts.count(text) > 1:
            yield Problem("equal_options", text)


def _formula_problems(question: FormulaQuestion) -> Iterator[Problem]:
    try:
        formula = read_formula(question.answer, question.variables)
    except NotComputable as refusal:
        yield Problem(refusal.problem, question.answer)
    else:
        if not has_values(formula):
            yield Problem("out_of_domain", question.answer)


def _parametrised_problems(question: ParametrisedQuestion) -> Iterator[Problem]:
    names = {variable.name for variable in question.variables}
    unread: list[Problem] = []
    for text in expressions_in(question):
        try:
            read_expression(text, names)
        except NotComputable as refusal:
            unread.append(Problem(refusal.problem, text))
    if isinstance(question.asks, ComputedOptions):
        right = sum(option.is_correct for option in question.asks.options)
        if right == 0:
            unread.append(Problem("no_key"))
    if unread:
        yield from unread
        return
    yield from _sampled_problems(question)


def _sampled_problems(question: ParametrisedQuestion) -> Iterator[Problem]:
    seen: set[tuple[Fraction, ...]] = set()
    for seed in range(SAMPLES):
        try:
            sample = variant(question, seed)
        except NoVariant:
            yield Problem("no_variant", seed=seed)
            return
        except NotComputable as refusal:
            yield Problem(refusal.problem, refusal.detail, seed)
            continue
        seen.add(tuple(sample.values.values()))
        yield from (
            Problem(found.key, found.detail, seed) for found in _variant_problems(sample, question)
        )
    possible = math.prod(steps(variable) for variable in question.variables)
    if seen and len(seen) < min(FEW_VARIANTS, max(possible, 2)):
        yield Problem("few_variants", str(len(seen)))


def _variant_problems(sample: Variant, question: ParametrisedQuestion) -> Iterator[Problem]:
    asked = sample.question
    if isinstance(asked, ChoiceQuestion):
        yield from (Problem(found.key) for found in _key_problems(asked.options, is_single=False))
        return
    if asked.answer and not SMALLEST <= abs(asked.answer) <= LARGEST:
        yield Problem("unwieldy_answer")
    if isinstance(question.asks, ComputedNumber):
        for miss, computed in zip(asked.near_misses, question.asks.near_misses, strict=True):
            if _is_right(asked, miss.answer):
                yield Problem("near_miss_is_right", computed.answer)


def _is_right(question: NumericQuestion, value: float) -> bool:
    scale = abs(question.answer) if question.tolerance_kind == "relative" else 1.0
    return math.isclose(value, question.answer, rel_tol=1e-9, abs_tol=question.tolerance * scale)
