"""The one way in which generation asks a text engine: a versioned prompt, an answer that fits its
schema, and the record of how it came about."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from alp_app.models.content import Origin, Writer
from alp_app.models.manifest import Making
from alp_app.prompts.loader import load
from alp_app.services.generation.drafts import Draft
from jobs.context import JobContext
from jobs.making import text_making
from providers.contracts.text import Message, TextModel, TextRequest
from providers.structured import complete_json

D = TypeVar("D", bound=Draft)

WARMEST = 1.0
SEEDS_PER_ATTEMPT = 16
"""Variants that one attempt at a job may ask for."""


class WrittenDraft(BaseModel):
    """A draft, who wrote it and how, as kept with a step."""

    draft: dict[str, Any]
    origin: Origin
    making: Making


async def ask(
    context: JobContext,
    prompt_name: str,
    schema: type[D],
    inputs: Mapping[str, Any],
    *,
    chunk_hashes: Sequence[str] = (),
    variant: int = 0,
    warmer: float = 0.0,
    tries: int = 3,
    engine: TextModel | None = None,
) -> WrittenDraft:
    """Ask the text engine for a draft. A change of engine is written to the job's log.

    `chunk_hashes` are of the source passages among the inputs. Another `variant`, and another attempt
    at the job, get another answer to the same request. `warmer` is added to the temperature.
    `engine`: this one instead of the first that answers.
    """
    prompt = load(prompt_name)
    system, user = prompt.render(**inputs)
    request = TextRequest(
        messages=(Message("system", system), Message("user", user)),
        max_tokens=prompt.front.max_tokens,
        temperature=min(prompt.front.temperature + warmer, WARMEST),
        seed=(context.job_id.int + SEEDS_PER_ATTEMPT * context.run.attempt + variant) % 2**31,
    )
    draft, result, asked = await complete_json(
        engine or context.providers.text, request, schema, tries=tries
    )
    for fallback in result.fallback_from:
        await context.log(
            "generation.engine_changed",
            level="warning",
            engine=result.engine,
            instead_of=fallback.engine,
            reason=fallback.reason,
        )
    making = text_making(asked, result, prompt=prompt.reference, chunk_hashes=chunk_hashes)
    origin = Origin(
        writer=Writer.MODEL,
        model=result.model,
        prompt=prompt.reference,
        at=making.made_at,
        manifest_id=making.id,
    )
    return WrittenDraft(draft=draft.model_dump(mode="json"), origin=origin, making=making)
