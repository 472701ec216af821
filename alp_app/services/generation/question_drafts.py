"""What a text engine must send back for each kind of question, and the question that becomes of it. Pure."""

import random
import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from alp_app.models.content import Origin
from alp_app.models.questions import (
    AcceptedText,
    ChoiceQuestion,
    NumericQuestion,
    Option,
    QuestionContent,
    ShortTextQuestion,
    ToleranceKind,
)
from alp_app.services.generation.cleaning import clean
from alp_app.services.generation.drafts import Draft, Prose, QuestionDraft, WrongAnswer
from alp_app.services.generation.rules import choice_question

Kind = Literal["single", "multiple", "true_false", "numeric", "short_text"]

LEAST_QUESTIONS = 3
MOST_QUESTIONS = 6
ROUNDED = 0.01
"""Relative tolerance of a number: as exactly as it is written."""
FEWEST_RIGHT = 2
FEWEST_OPTIONS = 4
TRUE_AND_FALSE: Mapping[str, tuple[str, str]] = {
    "en": ("True", "False"),
    "es": ("Verdadero", "Falso"),
    "fr": ("Vrai", "Faux"),
    "de": ("Wahr", "Falsch"),
    "it": ("Vero", "Falso"),
    "pt": ("Verdadeiro", "Falso"),
}

_NUMBER_WITH_UNIT = re.compile(r"\d\s?(?:[%°]|[a-zA-Zµ]{1,4}\b)")

Stem = Annotated[str, StringConstraints(min_length=15, max_length=300)]
Why = Annotated[str, StringConstraints(min_length=10, max_length=300)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=60)]


class RightAnswer(Prose):
    text: Annotated[str, StringConstraints(min_length=1, max_length=160)]
    why: Annotated[str, StringConstraints(min_length=10, max_length=240)]


class MultipleDraft(Prose):
    question: Stem
    right_answers: list[RightAnswer] = Field(min_length=2, max_length=3)
    wrong_answers: list[WrongAnswer] = Field(min_length=2, max_length=2)


class StatementDraft(Prose):
    """Whether it is true, the request says: so no key can point at the wrong one."""

    statement: Stem
    why: Why


class NumericDraft(Prose):
    question: Stem
    number: float
    unit: Annotated[str, StringConstraints(max_length=20)]
    why: Why


class ShortTextDraft(Prose):
    question: Stem
    answer: Words
    also_right: list[Words] = Field(max_length=3)
    why: Why


DRAFTS: Mapping[Kind, type[Draft]] = {
    "single": QuestionDraft,
    "multiple": MultipleDraft,
    "true_false": StatementDraft,
    "numeric": NumericDraft,
    "short_text": ShortTextDraft,
}


def planned(
    objectives: Sequence[UUID], text: str, *, lesson_number: int
) -> list[tuple[UUID | None, Kind]]:
    """What to ask about a lesson: at least one question for each of its objectives, of several kinds.
    Numbers are asked for only where the text has some with a unit."""
    typed: Kind = "numeric" if _NUMBER_WITH_UNIT.search(text) else "short_text"
    turns: tuple[Kind, ...] = ("single", "true_false", "single", typed, "multiple")
    count = min(max(LEAST_QUESTIONS, len(objectives)), MOST_QUESTIONS)
    return [
        (
            objectives[place % len(objectives)] if objectives else None,
            turns[(place + (lesson_number - 1) % 2) % len(turns)],
        )
        for place in range(max(count, len(objectives)))
    ]


def question_of(
    draft: Draft, origin: Origin, *, objective_id: UUID | None, is_true: bool, language: str
) -> QuestionContent | None:
    """None for a draft that cannot be asked: answers that repeat each other, or say nothing."""
    made = _made(draft, origin, is_true=is_true, language=language)
    if made is None or objective_id is None:
        return made
    return made.model_copy(update={"objective_ids": [objective_id]})


def _made(draft: Draft, origin: Origin, *, is_true: bool, language: str) -> QuestionContent | None:
    match draft:
        case QuestionDraft():
            return choice_question(draft, origin, [])
        case MultipleDraft():
            return _multiple(draft, origin)
        case StatementDraft():
            return _statement(draft, origin, is_true=is_true, language=language)
        case NumericDraft():
            return NumericQuestion(
                stem=clean(draft.question),
                answer=draft.number,
                unit=clean(draft.unit),
                tolerance=ROUNDED,
                tolerance_kind=ToleranceKind.RELATIVE,
                explanation=clean(draft.why),
                origin=origin,
            )
        case ShortTextDraft():
            return _short_text(draft, origin)
        case _:
            raise TypeError(type(draft))


def _multiple(draft: MultipleDraft, origin: Origin) -> ChoiceQuestion | None:
    options: dict[str, Option] = {}
    for right in draft.right_answers:
        text = clean(right.text)
        options.setdefault(
            text.casefold(), Option(text=text, is_correct=True, reason=clean(right.why))
        )
    for wrong in draft.wrong_answers:
        text = clean(wrong.text)
        options.setdefault(
            text.casefold(), Option(text=text, is_correct=False, reason=clean(wrong.mixed_up))
        )
    options.pop("", None)
    shown = list(options.values())
    right_count = sum(option.is_correct for option in shown)
    if right_count < FEWEST_RIGHT or len(shown) < FEWEST_OPTIONS:
        return None
    random.Random(draft.question).shuffle(shown)  # noqa: S311 - an order, not a secret
    return ChoiceQuestion(
        type="multiple",
        stem=clean(draft.question),
        options=shown,
        explanation=" ".join(clean(right.why) for right in draft.right_answers),
        origin=origin,
    )


def _statement(
    draft: StatementDraft, origin: Origin, *, is_true: bool, language: str
) -> ChoiceQuestion:
    words = TRUE_AND_FALSE.get(language.split("-", maxsplit=1)[0], TRUE_AND_FALSE["en"])
    return ChoiceQuestion(
        type="true_false",
        stem=clean(draft.statement),
        options=[
            Option(text=words[0], is_correct=is_true, reason=clean(draft.why)),
            Option(text=words[1], is_correct=not is_true, reason=clean(draft.why)),
        ],
        is_shuffled=False,
        explanation=clean(draft.why),
        origin=origin,
    )


def _short_text(draft: ShortTextDraft, origin: Origin) -> ShortTextQuestion | None:
    forms = {clean(text).casefold(): clean(text) for text in (draft.answer, *draft.also_right)}
    forms.pop("", None)
    if clean(draft.answer).casefold() not in forms:
        return None
    return ShortTextQuestion(
        stem=clean(draft.question),
        accepted=[AcceptedText(text=text) for text in forms.values()],
        explanation=clean(draft.why),
        origin=origin,
    )
