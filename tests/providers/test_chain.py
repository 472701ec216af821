"""The first engine that answers writes; the others are named with the reason."""

from dataclasses import replace
from datetime import timedelta

import pytest

from providers.chain import FirstAnswering
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderResting,
    ProviderUnreachable,
)
from providers.contracts.status import ProviderStatus, Readiness
from providers.contracts.text import Fallback
from providers.fakes.faults import Fault
from providers.fakes.serving import RunningFake
from providers.fakes.text import ScriptedText
from providers.guarding import GuardedText
from providers.ollama.adapter import OllamaText
from tests.providers.circuits import REST, MemoryCircuits
from tests.providers.test_text_contract import TIMEOUT
from tests.providers.text_contract import asking

GONE = ProviderUnreachable("first", "nobody home", "Start it.")


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Counting(ScriptedText):
    """Counts how often it is asked for its status."""

    checks = 0

    async def status(self) -> ProviderStatus:
        self.checks += 1
        return await super().status()


def down(model: ScriptedText, readiness: Readiness = Readiness.UNREACHABLE) -> None:
    model.current = replace(
        model.current, readiness=readiness, reason="no power", hint="Plug it in."
    )


async def test_the_first_choice_writes_when_it_can():
    chain = FirstAnswering([ScriptedText(["one"], "first"), ScriptedText(["two"], "second")])
    result = await chain.complete(asking())
    assert (result.engine, result.text, result.fallback_from) == ("first", "one", ())


async def test_an_engine_that_is_not_ready_is_passed_over_and_named():
    first, second = ScriptedText(["one"], "first"), ScriptedText(["two"], "second")
    down(first)
    chain = FirstAnswering([first, second])
    result = await chain.complete(asking())
    assert (result.engine, result.text) == ("second", "two")
    assert result.fallback_from == (Fallback(engine="first", reason="no power"),)
    assert first.requests == []
    assert (await chain.status()).provider == "second"
    assert [status.readiness for status in await chain.statuses()] == [
        Readiness.UNREACHABLE,
        Readiness.READY,
    ]


@pytest.mark.parametrize("error", [GONE, ProviderMisconfigured("first", "no such model")])
async def test_an_engine_that_fails_before_it_writes_is_passed_over(error: ProviderError):
    chain = FirstAnswering([ScriptedText([error], "first"), ScriptedText(["two"], "second")])
    result = await chain.complete(asking())
    assert result.engine == "second"
    assert result.fallback_from == (Fallback(engine="first", reason=error.reason),)


async def test_a_refusal_is_an_answer_and_nobody_else_is_asked():
    second = ScriptedText(["two"], "second")
    chain = FirstAnswering([ScriptedText([ProviderRefused("first", "no")], "first"), second])
    with pytest.raises(ProviderRefused):
        await chain.complete(asking())
    assert second.requests == []


async def test_a_text_that_has_begun_has_one_author(ollama: RunningFake):
    ollama.script.add(Fault(kind="cut", path="/api/chat", after=3))
    first = OllamaText(ollama.url, "qwen2.5:7b-instruct", timeout=TIMEOUT)
    second = ScriptedText(["two"], "second")
    with pytest.raises(ProviderUnreachable):
        await FirstAnswering([first, second]).complete(asking())
    assert second.requests == []


async def test_when_nobody_can_write_every_reason_is_given():
    first, second = ScriptedText([GONE], "first"), ScriptedText(["two"], "second")
    down(second, Readiness.MISCONFIGURED)
    with pytest.raises(
        ProviderUnreachable, match=r"first: nobody home; second: no power"
    ) as caught:
        await FirstAnswering([first, second]).complete(asking())
    assert caught.value.hint == "Start it."


async def test_when_nobody_is_set_up_an_administrator_is_told():
    first = ScriptedText(["one"], "first")
    down(first, Readiness.MISCONFIGURED)
    with pytest.raises(ProviderMisconfigured, match="no power"):
        await FirstAnswering([first]).complete(asking())


async def test_a_status_is_trusted_for_ten_seconds():
    clock, model = Clock(), Counting(["one"], "first")
    chain = FirstAnswering([model], monotonic=clock)
    for _ in range(3):
        await chain.complete(asking())
    assert model.checks == 1
    clock.now = 10.0
    await chain.complete(asking())
    assert model.checks == 2


async def test_after_a_failure_the_status_is_asked_for_again():
    model = Counting([GONE, "one"], "first")
    chain = FirstAnswering([model], monotonic=Clock())
    with pytest.raises(ProviderUnreachable):
        await chain.complete(asking())
    assert (await chain.complete(asking())).text == "one"
    assert model.checks == 2


async def test_an_engine_that_rests_is_passed_over_without_being_asked():
    first, second = ScriptedText(["one"], "first"), ScriptedText(["two"], "second")
    circuits = MemoryCircuits()
    chain = FirstAnswering([GuardedText(first, circuits), GuardedText(second, circuits)])
    circuits.rests["text:first"] = REST
    result = await chain.complete(asking())
    assert result.engine == "second"
    assert "rests after 5 failures in a row, the last: no power" in result.fallback_from[0].reason
    assert first.requests == []


async def test_when_all_engines_rest_work_waits_for_the_one_that_is_tried_first():
    circuits = MemoryCircuits()
    models = [GuardedText(ScriptedText(["one"], name), circuits) for name in ("first", "second")]
    circuits.rests["text:first"] = REST
    circuits.rests["text:second"] = replace(REST, pause=timedelta(seconds=2))
    with pytest.raises(ProviderResting) as caught:
        await FirstAnswering(models).complete(asking())
    assert (caught.value.provider, caught.value.pause) == ("second", timedelta(seconds=2))
