"""Marks an answer: how right it is, what it earns, and why each part of it is right or wrong. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from uuid import UUID

from alp_app.models.questions import (
    AcceptedText,
    ChoiceGap,
    ChoiceQuestion,
    ClozeQuestion,
    CodeOutputQuestion,
    DiagramQuestion,
    EssayQuestion,
    FileQuestion,
    FixedQuestion,
    FormulaQuestion,
    HotspotQuestion,
    Label,
    MatchingQuestion,
    NearMiss,
    NumberGap,
    NumericQuestion,
    Option,
    OrderingQuestion,
    Scoring,
    ShortTextQuestion,
    TextGap,
    TextRules,
    ToleranceKind,
)
from alp_app.services.assessment.errors import AnswerDoesNotFit, FormulaNotUnderstood
from alp_app.services.assessment.expressions import NotComputable
from alp_app.services.assessment.formulas import is_same_formula, read_formula
from alp_app.services.assessment.inputs import Answer, AnswerKind
from alp_app.services.assessment.numbers import read_quantity
from alp_app.services.assessment.shapes import contains
from alp_app.services.assessment.texts import is_accepted

NOTHING, ALL = Fraction(0), Fraction(1)
ROUNDING = Fraction(1, 10**9)
"""Relative slack for keys that have been through binary arithmetic."""

KIND_OF_ANSWER: Mapping[str, AnswerKind] = {
    "single": "option_ids",
    "multiple": "option_ids",
    "true_false": "option_ids",
    "numeric": "number",
    "short_text": "text",
    "cloze": "gaps",
    "matching": "pairs",
    "ordering": "order",
    "hotspot": "spots",
    "diagram": "pairs",
    "essay": "text",
    "file": "file_ids",
    "formula": "text",
    "code_output": "text",
}


@dataclass(frozen=True, slots=True)
class PartMarking:
    """One option that was picked or is right, one gap, one prompt, one zone, one region, one item."""

    id: str
    is_right: bool
    was_given: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    score: Fraction
    """0 to 1."""
    points: Fraction
    """What it earns; less than nothing where wrong answers cost something."""
    is_open: bool = False
    """A person has still to mark it."""
    parts: tuple[PartMarking, ...] = ()
    reason: str = ""
    """About the answer as a whole."""

    @property
    def is_right(self) -> bool:
        return self.score == ALL


@dataclass(frozen=True, slots=True)
class _Found:
    score: Fraction
    parts: tuple[PartMarking, ...] = ()
    reason: str = ""


def mark(question: FixedQuestion, answer: Answer) -> Marking:
    """Raises an Invalid of `assessment.errors` when the answer cannot be marked; then nothing counts."""
    if answer.kind != KIND_OF_ANSWER[question.type]:
        raise AnswerDoesNotFit
    if isinstance(question, EssayQuestion | FileQuestion):
        return Marking(score=NOTHING, points=NOTHING, is_open=True)
    found = _found(question, answer)
    share = found.score if found.score > 0 else -Fraction(question.penalty)
    return Marking(
        score=found.score,
        points=share * Fraction(question.points),
        parts=found.parts,
        reason=found.reason,
    )


def _found(question: FixedQuestion, answer: Answer) -> _Found:  # noqa: C901, PLR0911 - one branch for each type
    match question:
        case ChoiceQuestion():
            return _choice(question, frozenset(answer.option_ids))
        case NumericQuestion():
            return _numeric(question, answer.number)
        case ShortTextQuestion():
            credit, reason = _text_credit(question.accepted, question.rules, answer.text)
            return _Found(credit, reason=reason)
        case ClozeQuestion():
            return _cloze(question, answer.gaps)
        case MatchingQuestion():
            keys = {prompt.id: (prompt.match_id, prompt.reason) for prompt in question.prompts}
            return _placed(keys, question.matches, answer.pairs, question.scoring)
        case DiagramQuestion():
            keys = {zone.id: (zone.label_id, zone.reason) for zone in question.zones}
            return _placed(keys, question.labels, answer.pairs, question.scoring)
        case OrderingQuestion():
            return _ordering(question, answer.order)
        case HotspotQuestion():
            return _hotspot(question, answer)
        case FormulaQuestion():
            return _formula(question, answer.text)
        case CodeOutputQuestion():
            return _Found(ALL if _lines(answer.text) == _lines(question.output) else NOTHING)
        case EssayQuestion() | FileQuestion():
            raise AnswerDoesNotFit


def _choice(question: ChoiceQuestion, picked: frozenset[UUID]) -> _Found:
    """One right option: all or nothing. Several: each right option that was picked earns its share,
    each wrong one costs as much, so that picking everything earns nothing."""
    if not picked <= {option.id for option in question.options}:
        raise AnswerDoesNotFit
    if question.type != "multiple" and len(picked) > 1:
        raise AnswerDoesNotFit
    right = frozenset(option.id for option in question.options if option.is_correct)
    if question.scoring is Scoring.ALL_OR_NOTHING:
        score = ALL if picked == right else NOTHING
    else:
        shares = len(right) if question.type == "multiple" else 1
        picks = (option for option in question.options if option.id in picked)
        score = _share(sum((_credit(option, shares) for option in picks), NOTHING))
    parts = tuple(
        PartMarking(str(option.id), option.is_correct, option.id in picked, option.reason)
        for option in question.options
        if option.is_correct or option.id in picked
    )
    return _Found(score, parts)


def _credit(option: Option, shares: int) -> Fraction:
    if option.credit is not None:
        return Fraction(option.credit)
    return Fraction(1 if option.is_correct else -1, max(shares, 1))


def _share(score: Fraction) -> Fraction:
    return min(ALL, max(NOTHING, score))


def _numeric(question: NumericQuestion, typed: str) -> _Found:
    readings = read_quantity(typed, question.unit, is_unit_required=question.is_unit_required)
    if _any_close(readings, question.answer, tolerance_of(question)):
        return _Found(ALL)
    return _near(question.near_misses, readings)


def tolerance_of(question: NumericQuestion) -> float:
    """In the unit of the answer."""
    is_relative = question.tolerance_kind is ToleranceKind.RELATIVE
    return question.tolerance * abs(question.answer) if is_relative else question.tolerance


def _near(misses: Sequence[NearMiss], readings: tuple[Fraction, ...]) -> _Found:
    for miss in misses:
        if _any_close(readings, miss.answer, miss.tolerance):
            return _Found(Fraction(miss.credit), reason=miss.reason)
    return _Found(NOTHING)


def _any_close(readings: Iterable[Fraction], answer: float, tolerance: float) -> bool:
    """Any way to read a number will do."""
    wanted = Fraction(repr(answer))
    reach = Fraction(repr(tolerance)) + ROUNDING * abs(wanted)
    return any(abs(value - wanted) <= reach for value in readings)


def _text_credit(
    accepted: Iterable[AcceptedText], rules: TextRules, typed: str
) -> tuple[Fraction, str]:
    for form in accepted:
        if is_accepted(typed, form.text, rules):
            return Fraction(form.credit), form.reason
    return NOTHING, ""


def _cloze(question: ClozeQuestion, given: Mapping[str, str]) -> _Found:
    if not given.keys() <= {gap.id for gap in question.gaps}:
        raise AnswerDoesNotFit
    earned = NOTHING
    parts: list[PartMarking] = []
    for gap in question.gaps:
        typed = given.get(gap.id, "")
        credit, reason = _gap(gap, typed) if typed else (NOTHING, "")
        earned += gap.weight * credit
        parts.append(PartMarking(gap.id, credit == ALL, bool(typed), reason))
    score = earned / sum(gap.weight for gap in question.gaps)
    return _Found(_scored(question.scoring, score), tuple(parts))


def _gap(gap: TextGap | NumberGap | ChoiceGap, typed: str) -> tuple[Fraction, str]:
    match gap:
        case TextGap():
            return _text_credit(gap.accepted, gap.rules, typed)
        case NumberGap():
            readings = read_quantity(typed, gap.unit)
            if _any_close(readings, gap.answer, gap.tolerance):
                return ALL, gap.reason
            near = _near(gap.near_misses, readings)
            return near.score, near.reason
        case ChoiceGap():
            picked = next((option for option in gap.options if str(option.id) == typed), None)
            if picked is None:
                raise AnswerDoesNotFit
            return _share(_credit(picked, 1)), picked.reason


def _placed(
    keys: Mapping[UUID, tuple[UUID, str]],
    labels: Sequence[Label],
    given: Mapping[UUID, UUID],
    scoring: Scoring,
) -> _Found:
    """Each place earns its share. Labels that read the same are the same."""
    texts = {label.id: label.text for label in labels}
    if not given.keys() <= keys.keys() or not set(given.values()) <= texts.keys():
        raise AnswerDoesNotFit
    parts = tuple(
        PartMarking(
            str(place),
            place in given and texts[given[place]] == texts[right],
            place in given,
            reason,
        )
        for place, (right, reason) in keys.items()
    )
    score = Fraction(sum(part.is_right for part in parts), len(parts))
    return _Found(_scored(scoring, score), parts)


def _ordering(question: OrderingQuestion, order: tuple[UUID, ...]) -> _Found:
    right = [item.id for item in question.items]
    if set(order) != set(right):
        raise AnswerDoesNotFit
    followers = set(pairwise(right))
    score = Fraction(sum(pair in followers for pair in pairwise(order)), len(followers))
    parts = tuple(
        PartMarking(str(item), is_right=item == wanted, was_given=True)
        for item, wanted in zip(order, right, strict=True)
    )
    return _Found(_scored(question.scoring, score), parts)


def _hotspot(question: HotspotQuestion, answer: Answer) -> _Found:
    right = [region for region in question.regions if region.is_correct]
    picture = question.picture
    if len(answer.spots) > len(right) or any(
        spot.x > picture.width or spot.y > picture.height for spot in answer.spots
    ):
        raise AnswerDoesNotFit
    hit: set[UUID] = set()
    missed = 0
    for spot in answer.spots:
        reached = [region for region in question.regions if contains(region.shape, spot)]
        good = [region.id for region in reached if region.is_correct and region.id not in hit]
        hit.update(good[:1] or (region.id for region in reached if not region.is_correct))
        missed += not good
    found = len(hit & {region.id for region in right})
    parts = tuple(
        PartMarking(str(region.id), region.is_correct, region.id in hit, region.reason)
        for region in question.regions
        if region.is_correct or region.id in hit
    )
    score = _share(Fraction(found - missed, len(right)))
    return _Found(_scored(question.scoring, score), parts)


def _formula(question: FormulaQuestion, typed: str) -> _Found:
    right = read_formula(question.answer, question.variables)
    try:
        given = read_formula(typed, question.variables)
    except NotComputable as refusal:
        raise FormulaNotUnderstood(typed[:80], refusal.problem) from None
    return _Found(ALL if is_same_formula(right, given) else NOTHING)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip("\r\n").rstrip().splitlines()]


def _scored(scoring: Scoring, score: Fraction) -> Fraction:
    return NOTHING if scoring is Scoring.ALL_OR_NOTHING and score < ALL else score
