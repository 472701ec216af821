"""What is told of an answer once it is marked: right or wrong, why, and what would have been right. Pure."""

from alp_app.models.questions import (
    AcceptedText,
    AnyGap,
    AnyQuestion,
    ChoiceGap,
    ChoiceQuestion,
    Circle,
    ClozeQuestion,
    CodeOutputQuestion,
    ComputedOptions,
    DiagramQuestion,
    EssayQuestion,
    FileQuestion,
    FixedQuestion,
    FormulaQuestion,
    HotspotQuestion,
    MatchingQuestion,
    NumberGap,
    NumericQuestion,
    Option,
    OrderingQuestion,
    ParametrisedQuestion,
    Rectangle,
    Shape,
    ShortTextQuestion,
    Spot,
)
from alp_app.services.assessment.draft_views import KeyLine
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.shapes import inner_spot
from alp_app.services.assessment.views import MarkedView, PartView
from alp_app.services.courses.markup import inline_html


def marked_view(question: FixedQuestion, answer: Answer) -> MarkedView:
    """The whole verdict. Raises an Invalid of `assessment.errors` for what cannot be marked."""
    marking = mark(question, answer)
    shapes = shapes_of(question)
    return MarkedView(
        answer=as_json(answer),
        is_right=marking.is_right,
        is_open=marking.is_open,
        score=float(marking.score),
        points=f"{float(marking.points):g}",
        parts=tuple(
            PartView(
                id=part.id,
                is_right=part.is_right,
                was_given=part.was_given,
                reason_html=inline_html(part.reason),
                shape=shapes.get(part.id),
            )
            for part in marking.parts
        ),
        right=None if marking.is_open else as_json(right_answer(question)),
        reason_html=inline_html(marking.reason),
        explanation_html=inline_html(question.explanation),
    )


def as_json(answer: Answer) -> dict[str, object]:
    """In the one field that it uses."""
    return answer.model_dump(mode="json", include={answer.kind})


def right_answer(  # noqa: C901, PLR0911 - one branch for each type
    question: FixedQuestion,
) -> Answer:
    """An answer that earns every point. Raises ValueError for what only a person can mark."""
    match question:
        case ChoiceQuestion():
            return Answer(option_ids=tuple(each.id for each in question.options if each.is_correct))
        case NumericQuestion():
            return Answer(number=_quantity(question.answer, question.unit))
        case ShortTextQuestion():
            return Answer(text=_accepted(question.accepted))
        case ClozeQuestion():
            return Answer(gaps={gap.id: _filling(gap) for gap in question.gaps})
        case MatchingQuestion():
            return Answer(pairs={prompt.id: prompt.match_id for prompt in question.prompts})
        case OrderingQuestion():
            return Answer(order=tuple(item.id for item in question.items))
        case HotspotQuestion():
            right = [region.shape for region in question.regions if region.is_correct]
            return Answer(spots=tuple(_middle(shape) for shape in right))
        case DiagramQuestion():
            return Answer(pairs={zone.id: zone.label_id for zone in question.zones})
        case FormulaQuestion():
            return Answer(text=question.answer)
        case CodeOutputQuestion():
            return Answer(text=question.output)
        case EssayQuestion() | FileQuestion():
            raise ValueError("a person marks this")


def key_lines(  # noqa: PLR0911 - one branch for each type
    question: AnyQuestion,
) -> tuple[KeyLine, ...]:
    """The key in words, for who wrote the question: each option, or what is right."""
    match question:
        case ChoiceQuestion():
            return _option_lines(question.options)
        case NumericQuestion() | ShortTextQuestion() | FormulaQuestion() | CodeOutputQuestion():
            right = right_answer(question)
            return (KeyLine(text=right.number or right.text, is_right=True),)
        case MatchingQuestion():
            matches = {label.id: label.text for label in question.matches}
            return tuple(
                KeyLine(
                    text=f"{prompt.text}: {matches[prompt.match_id]}",
                    is_right=True,
                    reason=prompt.reason,
                )
                for prompt in question.prompts
            )
        case OrderingQuestion():
            return tuple(KeyLine(text=item.text, is_right=True) for item in question.items)
        case DiagramQuestion():
            labels = {label.id: label.text for label in question.labels}
            return tuple(
                KeyLine(text=labels[zone.label_id], is_right=True, reason=zone.reason)
                for zone in question.zones
            )
        case ClozeQuestion():
            return tuple(KeyLine(text=_gap_in_words(gap), is_right=True) for gap in question.gaps)
        case ParametrisedQuestion():
            asks = question.asks
            if isinstance(asks, ComputedOptions):
                return _option_lines(asks.options)
            return (KeyLine(text=f"{asks.answer} {asks.unit}".strip(), is_right=True),)
        case HotspotQuestion() | EssayQuestion() | FileQuestion():
            return ()


def _option_lines(options: list[Option]) -> tuple[KeyLine, ...]:
    return tuple(
        KeyLine(text=each.text, is_right=each.is_correct, reason=each.reason) for each in options
    )


def _gap_in_words(gap: AnyGap) -> str:
    if isinstance(gap, ChoiceGap):
        return max(gap.options, key=_worth).text
    return _filling(gap)


def _quantity(number: float, unit: str) -> str:
    return f"{number:.12g} {unit}".strip()


def _accepted(forms: list[AcceptedText]) -> str:
    return max(forms, key=lambda form: form.credit).text


def _filling(gap: AnyGap) -> str:
    if isinstance(gap, ChoiceGap):
        return str(max(gap.options, key=_worth).id)
    if isinstance(gap, NumberGap):
        return _quantity(gap.answer, gap.unit)
    return _accepted(gap.accepted)


def _worth(option: Option) -> float:
    return float(option.is_correct if option.credit is None else option.credit)


def _middle(shape: Shape) -> Spot:
    match shape:
        case Circle():
            return shape.centre
        case Rectangle():
            corner = shape.corner
            return Spot(x=corner.x + shape.width / 2, y=corner.y + shape.height / 2)
        case _:
            return inner_spot(shape)


def shapes_of(question: FixedQuestion) -> dict[str, Shape]:
    """Of the regions of a picture, which nobody sees before the answer."""
    if not isinstance(question, HotspotQuestion):
        return {}
    return {str(region.id): region.shape for region in question.regions}
