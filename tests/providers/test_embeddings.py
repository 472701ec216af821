"""What every embedding model promises, and what adapters make of wrong vectors."""

import asyncio
import math
from datetime import timedelta

import pytest

from providers.contracts.embeddings import EmbeddingModel
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderUnreachable,
)
from providers.contracts.status import Capability, Readiness
from providers.fakes.faults import Fault
from providers.fakes.serving import RunningFake
from providers.minilm.adapter import MiniLM
from providers.ollama.adapter import OllamaEmbeddings

TIMEOUT = timedelta(seconds=5)
TEXTS = (
    "The injector sprays fuel into the cylinder at high pressure.",
    "Fuel is sprayed at high pressure by the injector.",
    "Medieval monks copied books by hand.",
)


def likeness(first: list[float], second: list[float]) -> float:
    return sum(a * b for a, b in zip(first, second, strict=True))


class EmbeddingContract:
    async def test_it_says_that_it_is_ready(self, model: EmbeddingModel):
        status = await model.status()
        assert status.is_ready
        assert status.provider == model.name
        assert Capability.EMBEDDINGS in status.capabilities

    async def test_each_text_gets_a_vector_of_length_one_in_order(self, model: EmbeddingModel):
        vectors = await model.embed(TEXTS)
        assert len(vectors) == 3
        for vector in vectors:
            assert len(vector) == model.dimension
            assert math.hypot(*vector) == pytest.approx(1.0, abs=1e-5)
        assert likeness(vectors[0], vectors[1]) > likeness(vectors[0], vectors[2]) + 0.2

    async def test_a_text_has_the_same_vector_alone_and_among_others(self, model: EmbeddingModel):
        many = await model.embed([*TEXTS, *("more " * 20,) * 40])
        [alone] = await model.embed(TEXTS[:1])
        assert likeness(alone, many[0]) > 0.97

    async def test_empty_and_very_long_texts_are_texts_too(self, model: EmbeddingModel):
        assert len(await model.embed(["", "diesel " * 5000, "\x00 \U0001f527"])) == 3
        assert await model.embed([]) == []


class TestOllamaEmbeddings(EmbeddingContract):
    @pytest.fixture
    def model(self, ollama: RunningFake) -> EmbeddingModel:
        return OllamaEmbeddings(ollama.url, "nomic-embed-text", dimension=768, timeout=TIMEOUT)


@pytest.mark.engine
class TestMiniLM(EmbeddingContract):
    @pytest.fixture(scope="class")
    @classmethod
    def model(cls) -> EmbeddingModel:
        return MiniLM()

    async def test_the_event_loop_goes_on_while_it_computes(self, model: EmbeddingModel):
        embedding = asyncio.ensure_future(model.embed(["diesel " * 200] * 8))
        turns = 0
        while not embedding.done():
            await asyncio.sleep(0.001)
            turns += 1
        assert turns > 5


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (
            Fault(kind="answer", body='{"model":"m","embeddings":[]}'),
            ProviderUnreachable,
            "0 embed",
        ),
        (
            Fault(kind="answer", body='{"model":"m","embeddings":[[1,0]]}'),
            ProviderMisconfigured,
            "of 2 numbers",
        ),
        (
            Fault(kind="answer", body='{"model":"m","embeddings":[[0,0,0]]}'),
            ProviderUnreachable,
            "nowhere",
        ),
        (
            Fault(kind="answer", body='{"model":"m","embeddings":[[NaN,0,0]]}'),
            ProviderUnreachable,
            "broken JSON",
        ),
        (
            Fault(kind="answer", body='{"model":"m","embeddings":[["a",0,null]]}'),
            ProviderMisconfigured,
            "embeddings.0.0",
        ),
        (Fault(kind="hang"), ProviderUnreachable, "0.3 s"),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_wrong_vectors_never_get_in(
    ollama: RunningFake, fault: Fault, kind: type[ProviderError], words: str
):
    ollama.script.add(fault)
    timeout = timedelta(seconds=0.3) if fault.kind == "hang" else TIMEOUT
    model = OllamaEmbeddings(ollama.url, "nomic-embed-text", dimension=3, timeout=timeout)
    with pytest.raises(ProviderError) as caught:
        await model.embed(["one"])
    assert type(caught.value) is kind
    assert words in str(caught.value)


async def test_a_writer_is_not_taken_for_an_embedding_model(ollama: RunningFake):
    model = OllamaEmbeddings(ollama.url, "llama3.2", dimension=768, timeout=TIMEOUT)
    status = await model.status()
    assert status.readiness is Readiness.MISCONFIGURED
    assert "llama3.2" in status.reason
