"""What a learner gets to see of a question before the answer. Pure."""

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from alp_app.kit.ids import QuestionVersionId
from alp_app.models.questions import (
    AnyGap,
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
    NumberGap,
    NumericQuestion,
    Option,
    OrderingQuestion,
    QuestionContent,
    ShortTextQuestion,
)
from alp_app.services.assessment.marking import KIND_OF_ANSWER
from alp_app.services.assessment.seeds import seed_of, shuffled
from alp_app.services.assessment.variants import resolved
from alp_app.services.courses.asked_views import (
    AskedView,
    GapView,
    PickView,
    PictureView,
    PieceView,
    ZoneView,
)
from alp_app.services.courses.markup import code_html, inline_html, plain

_PLACE = re.compile(r"\[\[([a-z0-9_]{1,20})\]\]")


def without_key(question: FixedQuestion, seed: int) -> AskedView:
    """The question as one learner meets it; the seed decides the order of what can be put in any."""
    return AskedView(
        type=question.type,
        answer=KIND_OF_ANSWER[question.type],
        stem_html=inline_html(question.stem),
        pictures=tuple(PictureView.of(picture) for picture in question.pictures),
        points=_plain_number(question.points),
        costs=_plain_number(question.points * question.penalty) if question.penalty else "",
        **_fields(question, seed),
    )


def example_of(question: QuestionContent, version_id: QuestionVersionId) -> AskedView:
    """The question as everybody meets it, and of one that varies, one variant."""
    seed = seed_of(version_id)
    return without_key(resolved(question, seed), seed)


def _plain_number(number: Decimal) -> str:
    return f"{number.normalize():f}"


def _fields(question: FixedQuestion, seed: int) -> dict[str, Any]:  # noqa: C901, PLR0911 - one branch for each type
    match question:
        case ChoiceQuestion():
            keeps = question.type == "true_false" or not question.is_shuffled
            most = 0 if question.type == "multiple" else 1
            order = question.options if keeps else _in_any_order(question.options, seed)
            return {"picks": _picks(order), "most_picks": most}
        case NumericQuestion():
            return {"unit": question.unit, "is_unit_required": question.is_unit_required}
        case ClozeQuestion():
            return {"pieces": tuple(_pieces(question, seed))}
        case MatchingQuestion():
            return {
                "prompts": _picks(question.prompts),
                "picks": _picks(_in_any_order(question.matches, seed)),
            }
        case OrderingQuestion():
            return {"picks": _picks(_in_any_order(question.items, seed))}
        case HotspotQuestion():
            right = sum(region.is_correct for region in question.regions)
            return {"picture": PictureView.of(question.picture), "most_picks": right}
        case DiagramQuestion():
            zones = enumerate(question.zones, start=1)
            return {
                "picture": PictureView.of(question.picture),
                "zones": tuple(
                    ZoneView(id=str(zone.id), number=number, shape=zone.shape)
                    for number, zone in zones
                ),
                "picks": _picks(_in_any_order(question.labels, seed)),
            }
        case EssayQuestion():
            return {"least_words": question.least_words, "most_words": question.most_words}
        case FileQuestion():
            return {
                "most_files": question.most_files,
                "extensions": tuple(question.extensions),
                "most_megabytes": question.most_megabytes,
            }
        case FormulaQuestion():
            return {"variables": tuple(question.variables)}
        case CodeOutputQuestion():
            return {"code_html": code_html(question.code, question.language)}
        case ShortTextQuestion():
            return {}


def _in_any_order(items: Iterable[Any], seed: int) -> tuple[Any, ...]:
    return shuffled(items, seed, key=lambda item: item.id)


def _picks(items: Iterable[Option | Label | Any]) -> tuple[PickView, ...]:
    return tuple(
        PickView(id=str(item.id), html=inline_html(item.text), text=plain(item.text))
        for item in items
    )


def _pieces(question: ClozeQuestion, seed: int) -> Iterator[PieceView]:
    gaps = {gap.id: gap for gap in question.gaps}
    place = 0
    for mark in _PLACE.finditer(question.text):
        gap = gaps.get(mark[1])
        if gap is not None:
            html = inline_html(question.text[place : mark.start()])
            yield PieceView(html=html, gap=_gap(gap, seed))
            place = mark.end()
    yield PieceView(html=inline_html(question.text[place:]))


def _gap(gap: AnyGap, seed: int) -> GapView:
    return GapView(
        id=gap.id,
        kind=gap.kind,
        unit=gap.unit if isinstance(gap, NumberGap) else "",
        picks=_picks(_in_any_order(gap.options, seed)) if isinstance(gap, ChoiceGap) else (),
    )
