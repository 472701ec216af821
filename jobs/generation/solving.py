"""Solves a question without its key: other seeds, options in another order, another engine where there is
one. What it is shown is found anew from the words of the question."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from alp_app.kit.errors import AppError
from alp_app.models.content import Origin
from alp_app.models.keys import BlindSolution
from alp_app.models.manifest import Making
from alp_app.models.questions import (
    ChoiceQuestion,
    FixedQuestion,
    FormulaQuestion,
    NumericQuestion,
    Option,
)
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.courses.markup import plain
from alp_app.services.evidence.keys_rules import needs_another
from alp_app.services.generation.drafts import Draft
from alp_app.services.generation.key_drafts import (
    LETTERS,
    NONE,
    BlindChoice,
    BlindChoices,
    BlindText,
    blind_choice,
    blind_choices,
)
from jobs.context import JobContext
from jobs.generation.asking import WrittenDraft, ask
from providers.contracts.errors import ProviderRefused
from providers.contracts.text import TextModel

TRIES = 2
LONGEST_NUMBER = 40
FORM_OF_NUMBER = "a number{unit}, nothing else"
FORM_OF_FORMULA = "a formula such as 2*x + 1, nothing else"
FORM_OF_TEXT = "one to five words, nothing else"


@dataclass(frozen=True, slots=True)
class Shown:
    """What a blind solution may see beside the question."""

    passages: Sequence[str]
    hashes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Solved:
    blind: list[BlindSolution]
    quotes: list[str]
    """What the solutions copied from the material, as they say."""
    makings: list[Making]


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer as it was given, and as it can be marked."""

    text: str
    quote: str
    answer: Answer | None
    """None: the material does not tell."""


async def solve_blind(
    context: JobContext,
    question: FixedQuestion,
    shown: Shown,
    *,
    other: TextModel | None,
    salt: str,
) -> Solved:
    """Ask until the solutions decide. `other` is an engine that did not write the question; it has every
    second turn, and the first. `salt` decides the orders of the options."""
    solved = Solved([], [], [])
    while needs_another(solved.blind):
        turn = len(solved.blind)
        await context.checkpoint()
        engine = other if turn % 2 == 0 else None
        order = _order(question, salt, turn)
        try:
            written = await _ask(context, question, shown, order=order, turn=turn, engine=engine)
        except ProviderRefused as refusal:
            solved.blind.append(
                BlindSolution(
                    engine=refusal.provider,
                    outcome="failed",
                    shown=[plain(option.text) for option in order],
                    reason=refusal.reason,
                    is_other_engine=engine is not None,
                )
            )
            continue
        said = _said(question, order, written.draft)
        solved.blind.append(_solution(question, order, written, said, engine is not None))
        solved.quotes.append(said.quote)
        solved.makings.append(written.making)
    return solved


def _order(question: FixedQuestion, salt: str, turn: int) -> list[Option]:
    """Another order each turn; in none of them a place of its own for the right answer."""
    if not isinstance(question, ChoiceQuestion):
        return []
    options = sorted(question.options, key=lambda option: option.id)
    random.Random(f"{salt} {turn}").shuffle(options)  # noqa: S311 - an order, not a secret
    return options


async def _ask(
    context: JobContext,
    question: FixedQuestion,
    shown: Shown,
    *,
    order: Sequence[Option],
    turn: int,
    engine: TextModel | None,
) -> WrittenDraft:
    prompt, schema, inputs = _request(question, order)
    return await ask(
        context,
        prompt,
        schema,
        {"passages": list(shown.passages), "question": plain(question.stem), **inputs},
        chunk_hashes=shown.hashes,
        variant=turn,
        tries=TRIES,
        engine=engine,
    )


def _request(
    question: FixedQuestion, order: Sequence[Option]
) -> tuple[str, type[Draft], dict[str, Any]]:
    if isinstance(question, ChoiceQuestion):
        lines = [
            f"{letter}. {plain(option.text)}"
            for letter, option in zip(LETTERS, order, strict=False)
        ]
        several = question.type == "multiple"
        schema = blind_choices(len(order)) if several else blind_choice(len(order))
        return "evidence/blind_choice", schema, {"options": lines, "several": several}
    if isinstance(question, NumericQuestion):
        unit = f" in {question.unit}" if question.unit else ""
        form = FORM_OF_NUMBER.format(unit=unit)
    else:
        form = FORM_OF_FORMULA if isinstance(question, FormulaQuestion) else FORM_OF_TEXT
    return "evidence/blind_text", BlindText, {"form": form}


def _said(question: FixedQuestion, order: Sequence[Option], draft: dict[str, Any]) -> _Said:
    by_letter = dict(zip(LETTERS, order, strict=False))
    if not isinstance(question, ChoiceQuestion):
        given = BlindText.model_validate(draft)
        is_told = given.answer.strip().casefold().strip(".") != NONE
        return _Said(given.answer, given.quote, _typed(question, given.answer) if is_told else None)
    if question.type == "multiple":
        several = BlindChoices.model_validate(draft)
        picked = [by_letter[letter] for letter in dict.fromkeys(several.answers)]
        quote = several.quote
    else:
        single = BlindChoice.model_validate(draft)
        picked = [by_letter[single.answer]] if single.answer in by_letter else []
        quote = single.quote
    answer = Answer(option_ids=tuple(option.id for option in picked)) if picked else None
    return _Said("; ".join(plain(option.text) for option in picked), quote, answer)


def _typed(question: FixedQuestion, text: str) -> Answer | None:
    typed = text.strip().rstrip(".")
    if not typed:
        return None
    if isinstance(question, NumericQuestion):
        return Answer(number=typed[:LONGEST_NUMBER])
    return Answer(text=typed)


def _solution(
    question: FixedQuestion,
    order: Sequence[Option],
    written: WrittenDraft,
    said: _Said,
    is_other: bool,
) -> BlindSolution:
    origin: Origin = written.origin
    return BlindSolution(
        engine=written.making.engine,
        model=origin.model,
        seed=written.making.seed,
        manifest_id=written.making.id,
        is_other_engine=is_other,
        shown=[plain(option.text) for option in order],
        answer=said.text,
        outcome=_outcome(question, said),
    )


def _outcome(question: FixedQuestion, said: _Said) -> Any:
    if said.answer is None:
        return "untold"
    try:
        marking = mark(question, said.answer)
    except AppError:
        return "differs"
    return "agrees" if marking.is_right else "differs"


async def engine_beside(context: JobContext, author: str) -> TextModel | None:
    """Another ready text engine than the one that wrote; None where there is none."""
    for each in context.providers.engines:
        if each.purpose != "text" or each.engine.name == author:
            continue
        status = await each.engine.status()
        if author and status.is_ready:
            return cast("TextModel", each.engine)
    return None
