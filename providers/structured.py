"""Answers as pydantic models: asks, reads, validates, and asks again with what was wrong."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any, Generic, NamedTuple, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from providers.contracts.errors import ProviderRefused
from providers.contracts.text import FinishReason, Message, TextModel, TextRequest, TextResult
from providers.schemas import engine_schema

M = TypeVar("M", bound=BaseModel)
N = TypeVar("N", int, float)

MOST_FINDINGS = 8
LONGEST_QUOTE = 6000
"""Characters of a wrong answer that are shown to its writer again."""


class Completion(NamedTuple, Generic[M]):
    """An answer that fits, and how it came about."""

    answer: M
    result: TextResult
    """Of the last try; its token counts and duration are of all of them, and `parameters["tries"]`
    says how many there were."""
    request: TextRequest
    """The one that the answer answers: the last, which may quote what was wrong with those before."""


class _Unusable(Exception):
    """What is wrong with an answer, in words for its writer."""


async def complete_json(
    model: TextModel, request: TextRequest, schema_model: type[M], *, tries: int = 3
) -> Completion[M]:
    """Ask until the answer fits `schema_model`, at most `tries` times, then ProviderRefused."""
    asking = replace(request, schema=engine_schema(schema_model))
    spent: list[TextResult] = []
    problem = ""
    while len(spent) < tries:
        spent.append(await model.complete(asking))
        try:
            return Completion(_read(spent[-1], schema_model), _summed(spent), asking)
        except _Unusable as unusable:
            problem = str(unusable)
            asking = _again(asking, request, spent[-1], problem)
    raise ProviderRefused(
        spent[-1].engine,
        f"gave no usable answer in {tries} tries: {problem}",
        "Try again, shorten what is asked for, or choose a more capable model.",
    )


def _read(result: TextResult, schema_model: type[M]) -> M:
    if result.finish is FinishReason.LENGTH:
        raise _Unusable("It was cut off because it is too long. Be briefer.")
    try:
        return schema_model.model_validate(_json_in(result.text))
    except ValidationError as error:
        findings = error.errors(include_url=False, include_input=False)
        lines = [f"- {_place(item['loc'])}: {item['msg']}" for item in findings[:MOST_FINDINGS]]
        raise _Unusable("\n".join(lines)) from error


def _json_in(text: str) -> Any:
    """The JSON of an answer, without the prose or the code fence that may stand around it."""
    starts = [index for bracket in "{[" if (index := text.find(bracket)) >= 0]
    end = max(text.rfind("}"), text.rfind("]"))
    if not starts or end < 0:
        raise _Unusable("It holds no JSON.")
    try:
        return orjson.loads(text[min(starts) : end + 1])
    except orjson.JSONDecodeError as error:
        raise _Unusable(f"It is not valid JSON: {error}.") from error


def _place(location: tuple[int | str, ...]) -> str:
    return ".".join(map(str, location)) or "the whole answer"


def _again(
    asked: TextRequest, original: TextRequest, answer: TextResult, problem: str
) -> TextRequest:
    *before, last = original.messages
    if answer.finish is FinishReason.LENGTH:
        reminder = f"{last.content}\n\nYour last answer does not fit. {problem}"
        return replace(
            asked,
            messages=(*before, replace(last, content=reminder)),
            max_tokens=2 * original.max_tokens,
        )
    complaint = f"Your answer does not fit.\n{problem}\nAnswer again with the whole JSON only."
    quote = Message("assistant", answer.text[:LONGEST_QUOTE])
    return replace(asked, messages=(*original.messages, quote, Message("user", complaint)))


def _summed(results: list[TextResult]) -> TextResult:
    last = results[-1]
    return replace(
        last,
        parameters={**last.parameters, "tries": len(results)},
        prompt_tokens=_total(result.prompt_tokens for result in results),
        output_tokens=_total(result.output_tokens for result in results),
        energy_joules=_total(result.energy_joules for result in results),
        duration=sum((result.duration for result in results), timedelta()),
    )


def _total(counts: Iterable[N | None]) -> N | None:
    """None when nobody counted."""
    known = [count for count in counts if count is not None]
    return sum(known[1:], known[0]) if known else None
