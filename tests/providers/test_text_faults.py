"""What adapters make of engines that misbehave, each fault under one deadline."""

import asyncio
import gc
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
    ReplyTooLong,
)
from providers.contracts.status import Readiness
from providers.contracts.text import TextModel
from providers.fakes.faults import Fault
from providers.fakes.serving import RunningFake
from providers.http import EngineClient
from providers.ollama.adapter import OllamaText
from providers.openai.adapter import OpenAIText
from tests.providers.text_contract import PLAN_SCHEMA, asking

SHORT = timedelta(seconds=0.5)
PATIENT = timedelta(seconds=20)
NEVER_ENDING = {"hang", "drip", "delay"}
HTML = "<!doctype html><title>nginx</title>"


@dataclass(frozen=True, slots=True)
class Engine:
    fake: RunningFake
    model: TextModel
    hurried: TextModel
    chat: str
    with_model: Callable[[str], TextModel]


@pytest.fixture(params=["ollama", "openai"])
def engine(request: pytest.FixtureRequest) -> Engine:
    fake: RunningFake = request.getfixturevalue(request.param)
    if request.param == "ollama":

        def ollama(name: str, timeout: timedelta = PATIENT) -> TextModel:
            return OllamaText(fake.url, name, timeout=timeout)

        name = "qwen2.5:7b-instruct"
        return Engine(fake, ollama(name), ollama(name, SHORT), "/api/chat", ollama)

    def openai(name: str, timeout: timedelta = PATIENT) -> TextModel:
        return OpenAIText(fake.url, name, timeout=timeout, api_key="secret")

    name = "qwen2.5-7b-instruct"
    return Engine(fake, openai(name), openai(name, SHORT), "/v1/chat", openai)


@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault(kind="answer", status=500), ProviderUnreachable),
        (Fault(kind="answer", status=503, body='{"error":"loading model"}'), ProviderUnreachable),
        (Fault(kind="answer", status=429), ProviderUnreachable),
        (Fault(kind="answer", status=403), ProviderMisconfigured),
        (Fault(kind="answer", body=HTML), ProviderMisconfigured),
        (Fault(kind="answer", status=502, body=HTML), ProviderUnreachable),
        (Fault(kind="answer", body="{{{"), ProviderUnreachable),
        (Fault(kind="answer", body=""), ProviderUnreachable),
        (Fault(kind="answer", body='{"error":"CUDA out of memory"}'), ProviderUnreachable),
        (
            Fault(kind="answer", body='{"model":7,"message":[],"choices":{},"done":"x"}'),
            ProviderMisconfigured,
        ),
        (Fault(kind="cut", after=3), ProviderUnreachable),
        (Fault(kind="tail", after=3, body="\n"), ProviderUnreachable),
        (Fault(kind="tail", after=3, body='data: {"error":"gone"}\n\n'), ProviderUnreachable),
        (Fault(kind="tail", after=3, body='{"error":"gone"}\n'), ProviderUnreachable),
        (Fault(kind="tail", after=3, body='{"model":"x","mess'), ProviderUnreachable),
        (Fault(kind="hang"), ProviderUnreachable),
        (Fault(kind="hang", after=3), ProviderUnreachable),
        (Fault(kind="drip", seconds=1.0), ProviderUnreachable),
        (Fault(kind="delay", seconds=5.0), ProviderUnreachable),
        (Fault(kind="endless", body="\n" * 65536), ReplyTooLong),
        (Fault(kind="endless", body="x" * 65536, after=3), ReplyTooLong),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_each_fault_is_one_of_the_three_kinds_and_the_next_call_works(
    engine: Engine, fault: Fault, kind: type[ProviderError]
):
    engine.fake.script.add(fault.model_copy(update={"path": engine.chat}))
    model = engine.hurried if fault.kind in NEVER_ENDING else engine.model
    with pytest.raises(ProviderError) as caught:
        await asyncio.wait_for(model.complete(asking()), 30)
    assert type(caught.value) is kind
    assert caught.value.provider == engine.model.name
    assert (await engine.model.complete(asking())).text


async def test_an_engine_that_never_stops_writing_does_not_fill_the_memory(ollama: RunningFake):
    ollama.script.add(Fault(kind="endless", path="/api/chat", body=" " * 1_000_000))
    model = OllamaText(ollama.url, "qwen2.5:7b-instruct", timeout=timedelta(seconds=20))
    gc.collect()
    tracemalloc.start()
    with pytest.raises(ProviderRefused, match="MiB allowed"):
        await model.complete(asking(max_tokens=16_000))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 64 * 1024 * 1024


async def test_a_model_that_takes_its_time_to_load_is_waited_for(engine: Engine):
    engine.fake.script.add(Fault(kind="delay", path=engine.chat, seconds=0.2))
    assert (await engine.model.complete(asking())).text


async def test_a_missing_model_is_named_with_what_to_do(engine: Engine):
    model = engine.with_model("nothing:1b")
    status = await model.status()
    assert status.readiness is Readiness.MISCONFIGURED
    assert "nothing:1b" in status.reason
    assert status.hint
    with pytest.raises(ProviderMisconfigured, match="nothing:1b"):
        await model.complete(asking())


async def test_a_schema_that_no_grammar_can_be_made_of_is_refused_in_the_engines_words(
    engine: Engine,
):
    schema = {**PLAN_SCHEMA, "properties": {"level": {"type": "objekt"}}}
    with pytest.raises(ProviderRefused, match="objekt"):
        await engine.model.complete(asking(schema=schema))


@pytest.mark.parametrize(
    ("fault", "readiness"),
    [
        (Fault(kind="hang"), Readiness.UNREACHABLE),
        (Fault(kind="drip", seconds=0.5), Readiness.UNREACHABLE),
        (Fault(kind="answer", status=500), Readiness.UNREACHABLE),
        (Fault(kind="answer", body=HTML), Readiness.MISCONFIGURED),
        (Fault(kind="answer", body='{"data":7,"version":[]}'), Readiness.MISCONFIGURED),
    ],
    ids=lambda value: str(value)[:60],
)
async def test_status_tells_the_truth_and_does_not_wait_for_long(
    engine: Engine, fault: Fault, readiness: Readiness
):
    engine.fake.script.add(fault)
    status = await engine.model.status()
    assert status.readiness is readiness
    assert status.reason
    assert not status.capabilities
    assert status.elapsed < timedelta(seconds=10)
    assert (await engine.model.status()).is_ready


async def test_status_of_an_engine_that_is_not_there_says_so():
    model = OllamaText("http://127.0.0.1:1", "x", timeout=SHORT)
    status = await model.status()
    assert status.readiness is Readiness.UNREACHABLE
    assert "127.0.0.1:1" in status.reason


async def test_a_wrong_key_is_a_matter_for_the_administrator(openai: RunningFake):
    model = OpenAIText(openai.url, "", timeout=PATIENT, api_key="wrong")
    assert (await model.status()).readiness is Readiness.MISCONFIGURED
    with pytest.raises(ProviderMisconfigured, match="Incorrect API key"):
        await model.complete(asking())


async def test_an_embedding_model_is_not_taken_for_a_writer(ollama: RunningFake):
    model = OllamaText(ollama.url, "nomic-embed-text", timeout=PATIENT)
    assert (await model.status()).readiness is Readiness.MISCONFIGURED
    with pytest.raises(ProviderMisconfigured, match="does not support chat"):
        await model.complete(asking())


async def test_faults_can_be_ordered_over_http(ollama: RunningFake):
    control = EngineClient("control", ollama.url, timeout=PATIENT)
    await control.post_for_bytes("/control/faults", body=[{"kind": "answer", "status": 500}])
    model = OllamaText(ollama.url, "qwen2.5:7b-instruct", timeout=PATIENT)
    with pytest.raises(ProviderUnreachable):
        await model.complete(asking())
    await model.complete(asking(max_tokens=5))
    calls = await control.get("/control/calls", list[dict[str, object]])
    paths = [call["path"] for call in calls]
    assert paths == ["/api/chat", "/api/chat", "/api/version", "/api/tags"]
