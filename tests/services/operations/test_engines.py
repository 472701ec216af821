"""What administrators are told of the engines, and what comes of trying one."""

from datetime import timedelta
from typing import Any, cast

import pytest

from alp_app.kit.errors import Forbidden
from alp_app.kit.ids import OrganisationId, UserId, new_uuid
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import engines
from alp_app.services.operations.errors import UnknownEngine
from alp_app.unit_of_work import Reader
from providers.contracts.engines import Engine, Providers, Purpose
from providers.contracts.errors import ProviderUnreachable
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextRequest, TextResult
from providers.fakes.objects import MemoryObjects


class Writer:
    """A text engine that is in whatever condition a test needs."""

    def __init__(self, name: str, *, is_ready: bool = True, fails: bool = False) -> None:
        self.name = name
        self._is_ready = is_ready
        self._fails = fails

    async def status(self) -> ProviderStatus:
        if not self._is_ready:
            return ProviderStatus(
                provider=self.name,
                readiness=Readiness.UNREACHABLE,
                reason="did not answer",
                hint="Start it.",
            )
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version="1.2",
            models=(ModelInfo(name="small", size=7),),
            capabilities=frozenset({Capability.TEXT}),
            elapsed=timedelta(milliseconds=12),
        )

    async def complete(self, request: TextRequest) -> TextResult:
        if self._fails:
            raise ProviderUnreachable(self.name, "broke off", "Look at its log.")
        return TextResult(
            text="Compression is hot enough.",
            engine=self.name,
            model="small",
            finish=FinishReason.STOP,
            prompt_tokens=None,
            output_tokens=None,
            duration=timedelta(seconds=1),
            parameters={},
        )


def engine(purpose: Purpose, place: int, made: Any) -> Engine:
    return Engine(purpose=purpose, place=place, engine=made)


def providers(*listed: Engine) -> Providers:
    unused = cast("Any", None)
    return Providers(
        text=unused,
        embeddings=unused,
        images=unused,
        scenes=unused,
        scanner=None,
        engines=listed,
        parts=(),
    )


def reader(role: Role = Role.ADMIN) -> Reader:
    actor = Actor(organisation_id=OrganisationId(new_uuid()), user_id=UserId(new_uuid()), role=role)
    return Reader(cast("Any", None), actor)


async def listed(*found: Engine) -> list[engines.EngineView]:
    return await engines.list_engines(reader(), providers(*found), MemoryObjects())


async def test_every_engine_tells_what_it_said_just_now():
    [view, store] = await listed(engine("text", 1, Writer("ollama")))
    assert (view.name, view.purpose, view.readiness, view.version) == (
        "ollama", "text", "ready", "1.2",
    )  # fmt: skip
    assert [(model.name, model.size) for model in view.models] == [("small", 7)]
    assert view.capabilities == ("text",)
    assert view.elapsed_ms == 12
    assert (store.purpose, store.readiness) == ("objects", "ready")
    assert store.checked_at == view.checked_at


async def test_the_first_writer_that_answers_is_in_use():
    first, second, _ = await listed(
        engine("text", 1, Writer("ollama", is_ready=False)), engine("text", 2, Writer("builtin"))
    )
    assert (first.is_in_use, first.reason, first.hint) == (False, "did not answer", "Start it.")
    assert second.is_in_use


async def test_when_no_writer_answers_the_first_choice_is_still_named():
    first, second, _ = await listed(
        engine("text", 1, Writer("ollama", is_ready=False)),
        engine("text", 2, Writer("builtin", is_ready=False)),
    )
    assert (first.is_in_use, second.is_in_use) == (True, False)


async def test_pictures_stay_with_the_first_engine_even_when_it_does_not_answer():
    first, second, _ = await listed(
        engine("images", 1, Writer("webui", is_ready=False)), engine("images", 2, Writer("comfyui"))
    )
    assert (first.is_in_use, second.is_in_use) == (True, False)


async def test_a_trial_shows_what_the_engine_wrote():
    found = providers(engine("text", 1, Writer("ollama")))
    trial = await engines.try_engine(reader(), found, "ollama", "text")
    assert (trial.is_ok, trial.sample, trial.error) == (True, "Compression is hot enough.", "")


async def test_a_trial_that_fails_says_why_and_what_to_do():
    found = providers(engine("text", 1, Writer("ollama", fails=True)))
    trial = await engines.try_engine(reader(), found, "ollama", "text")
    assert (trial.is_ok, trial.error, trial.hint) == (False, "broke off", "Look at its log.")


async def test_an_engine_is_tried_only_for_what_it_is_configured_for():
    found = providers(engine("text", 1, Writer("ollama")))
    with pytest.raises(UnknownEngine):
        await engines.try_engine(reader(), found, "ollama", "images")


@pytest.mark.parametrize("role", [Role.INSTRUCTOR, Role.LEARNER])
async def test_engines_are_for_administrators(role: Role):
    found = providers(engine("text", 1, Writer("ollama")))
    with pytest.raises(Forbidden):
        await engines.list_engines(reader(role), found, MemoryObjects())
    with pytest.raises(Forbidden):
        await engines.try_engine(reader(role), found, "ollama", "text")
