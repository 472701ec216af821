"""What every text model promises, whatever stands behind it. Subclasses say which one by `model`."""

import asyncio
import json
from contextlib import aclosing
from datetime import timedelta

import jsonschema
import pytest
from pydantic import BaseModel, Field

from providers.contracts.status import Capability
from providers.contracts.text import FinishReason, Message, TextModel, TextRequest
from providers.structured import complete_json
from tests.providers.until import WITHOUT_HANGING

QUESTION = Message("user", "Topic: diesel injection\n\nSay in a sentence what an injector does.")


class Part(BaseModel):
    title: str = Field(min_length=3, max_length=60)
    minutes: int = Field(ge=5, le=60)


class Plan(BaseModel):
    title: str = Field(min_length=3, max_length=60)
    parts: list[Part] = Field(min_length=2, max_length=2)


PLAN_SCHEMA = {
    "type": "object",
    "properties": {
        "level": {"enum": ["beginner", "advanced"]},
        "minutes": {"type": "integer", "minimum": 10, "maximum": 20},
        "titles": {
            "type": "array",
            "items": {"type": "string", "minLength": 3, "maxLength": 40},
            "minItems": 2,
            "maxItems": 2,
        },
    },
    "required": ["level", "minutes", "titles"],
    "additionalProperties": False,
}


def asking(**changes: object) -> TextRequest:
    defaults: dict[str, object] = {
        "messages": (QUESTION,),
        "max_tokens": 200,
        "temperature": 0.0,
        "seed": 7,
    }
    return TextRequest(**{**defaults, **changes})


class TextContract:
    async def test_it_says_that_it_is_ready(self, model: TextModel):
        status = await model.status()
        assert status.is_ready
        assert status.provider == model.name
        assert status.elapsed < WITHOUT_HANGING
        assert status.capabilities <= {Capability.TEXT, Capability.JSON_SCHEMA}
        json.dumps(status.as_json())

    async def test_a_result_says_how_it_came_about(self, model: TextModel):
        result = await model.complete(asking(max_tokens=24))
        assert result.text.strip()
        assert result.engine == model.name
        assert result.model
        assert result.duration > timedelta()
        assert result.fallback_from == ()
        assert 24 in _values(json.loads(json.dumps(result.parameters)))
        assert result.output_tokens is not None
        assert 0 < result.output_tokens <= 24

    async def test_the_pieces_of_a_stream_are_the_text(self, model: TextModel):
        chunks = [chunk async for chunk in model.stream(asking(max_tokens=24))]
        assert len(chunks) > 2
        assert all(chunk.result is None for chunk in chunks[:-1])
        assert chunks[-1].result is not None
        assert chunks[-1].result.text == "".join(chunk.text for chunk in chunks)

    async def test_a_text_that_is_too_long_says_that_it_was_cut_off(self, model: TextModel):
        result = await model.complete(asking(max_tokens=4))
        assert result.finish is FinishReason.LENGTH

    async def test_the_same_seed_gives_the_same_text(self, model: TextModel):
        first, second = [await model.complete(asking(max_tokens=16)) for _ in range(2)]
        assert first.text == second.text

    async def test_a_schema_is_kept_to(self, model: TextModel):
        result = await model.complete(asking(schema=PLAN_SCHEMA))
        assert result.finish is FinishReason.STOP
        jsonschema.validate(json.loads(result.text), PLAN_SCHEMA)

    async def test_an_answer_can_be_asked_for_as_a_pydantic_model(self, model: TextModel):
        plan, result, _ = await complete_json(model, asking(), Plan)
        assert len(plan.parts) == 2
        assert result.parameters["tries"] == 1

    async def test_it_stops_where_it_is_told_to(self, model: TextModel):
        whole = await model.complete(asking(max_tokens=16))
        word = whole.text.split()[3]
        stopped = await model.complete(asking(max_tokens=16, stop=(word,)))
        assert word not in stopped.text
        assert whole.text.startswith(stopped.text)

    @pytest.fixture
    def long_winded(self, model: TextModel) -> TextModel:
        """The model, about to write for longer than anybody would wait."""
        return model

    async def test_it_can_be_cancelled_and_used_again_at_once(self, long_winded: TextModel):
        has_begun = asyncio.Event()

        async def read() -> None:
            async for _ in long_winded.stream(asking(max_tokens=3000)):
                has_begun.set()

        reading = asyncio.ensure_future(read())
        await has_begun.wait()
        reading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await reading
        await self._is_free(long_winded)

    async def test_it_can_be_left_and_used_again_at_once(self, long_winded: TextModel):
        async with aclosing(long_winded.stream(asking(max_tokens=3000))) as stream:
            await anext(stream)
        await self._is_free(long_winded)

    async def _is_free(self, model: TextModel) -> None:
        async with asyncio.timeout(10):
            assert (await model.complete(asking(max_tokens=4))).text


def _values(value: object) -> list[object]:
    if isinstance(value, dict):
        return [found for item in value.values() for found in _values(item)]
    return [value]
