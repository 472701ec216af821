"""The real built-in writer, with the small model that comes in a package."""

import asyncio
import fcntl
import importlib.metadata
import os
import signal
import sys
from collections.abc import AsyncGenerator, Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import psutil
import pytest

from providers.contracts.errors import ProviderMisconfigured, ProviderRefused
from providers.contracts.status import Readiness
from providers.contracts.text import Message, TextModel
from providers.llamacpp.adapter import BuiltInWriter
from providers.llamacpp.agreement import State
from providers.llamacpp.locks import is_locked
from providers.llamacpp.model_files import digest_of, find
from providers.llamacpp.models import GOOD_MODEL, SMALL_MODEL
from tests.providers.text_contract import TextContract, asking

pytestmark = [pytest.mark.engine, pytest.mark.timeout(60)]

ROOT = Path(__file__).parents[2]
TIMEOUT = timedelta(seconds=30)
BRIEF = asking(max_tokens=4)


ANOTHER_PROCESS = """
import asyncio, json, sys
from datetime import timedelta
from pathlib import Path
from providers.contracts.text import Message, TextRequest
from providers.llamacpp.adapter import BuiltInWriter
from providers.llamacpp.locks import is_locked
from providers.llamacpp.models import SMALL_MODEL

folder, minute = Path(sys.argv[1]), timedelta(minutes=1)
model = BuiltInWriter(SMALL_MODEL, folder, timeout=minute, idle=minute, context_tokens=2048)
asyncio.run(model.complete(TextRequest(messages=(Message("user", "Hello"),), max_tokens=4)))
print(json.loads(next(folder.glob("writer-*.json")).read_text())["pid"])
"""


def running(folder: Path) -> State | None:
    """What the writer that runs from this folder says about itself."""
    for path in folder.glob("writer-*.json"):
        return State.model_validate_json(path.read_bytes())
    return None


def mode_of_state(folder: Path) -> int:
    return next(folder.glob("writer-*.json")).stat().st_mode


def is_alive(folder: Path) -> bool:
    return any(is_locked(path) for path in folder.glob("writer-*.life"))


def end(folder: Path) -> None:
    if is_alive(folder) and (state := running(folder)):
        os.kill(state.pid, signal.SIGKILL)


async def until(is_true: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not is_true():  # noqa: ASYNC110 - another process sets no event
            await asyncio.sleep(0.05)


@pytest.fixture
async def folder(tmp_path: Path) -> AsyncGenerator[Path]:
    yield tmp_path
    end(tmp_path)


def writer(folder: Path, *, idle: float = 60.0, keep_with: Path | None = None) -> BuiltInWriter:
    return BuiltInWriter(
        SMALL_MODEL,
        folder,
        timeout=TIMEOUT,
        idle=timedelta(seconds=idle),
        context_tokens=2048,
        keep_with=keep_with,
    )


class TestBuiltInWriter(TextContract):
    @pytest.fixture(scope="class")
    @classmethod
    def shared(cls, tmp_path_factory: pytest.TempPathFactory):
        folder = tmp_path_factory.mktemp("writer")
        yield folder
        end(folder)

    @pytest.fixture
    def model(self, shared: Path) -> TextModel:
        return writer(shared)

    async def test_a_prompt_that_is_too_long_is_refused_in_words(self, model: TextModel):
        long = Message("user", "word " * 3000)
        with pytest.raises(ProviderRefused, match="context"):
            await model.complete(asking(messages=(long,)))


async def test_nothing_is_loaded_before_the_first_request_and_nothing_when_idle(folder: Path):
    model = writer(folder, idle=0.6)
    assert (await model.status()).models[0].details["loaded"] == "no"
    await model.complete(BRIEF)
    assert (await model.status()).models[0].details["loaded"] == "yes"
    await until(lambda: not is_alive(folder))
    assert (await model.status()).models[0].details["loaded"] == "no"
    assert (await model.complete(BRIEF)).text


async def test_a_request_that_is_being_answered_keeps_the_writer_alive(folder: Path):
    model = writer(folder, idle=0.1)
    chunks = [chunk async for chunk in model.stream(asking(max_tokens=80, schema=LONG_LIST))]
    assert chunks[-1].result is not None
    assert chunks[-1].result.output_tokens == 80


LONG_LIST = {"type": "array", "items": {"type": "string"}, "minItems": 500}


async def test_all_processes_share_one_writer(folder: Path):
    processes = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", ANOTHER_PROCESS, folder, cwd=ROOT, stdout=asyncio.subprocess.PIPE
        )
        for _ in range(2)
    ]
    await writer(folder).complete(BRIEF)
    state = running(folder)
    assert state is not None
    outputs = [(await process.communicate())[0] for process in processes]
    assert [int(output) for output in outputs] == [state.pid, state.pid]


async def test_a_writer_that_was_killed_is_started_again(folder: Path):
    model = writer(folder)
    await model.complete(BRIEF)
    first = running(folder)
    assert first is not None
    os.kill(first.pid, signal.SIGKILL)
    await until(lambda: not is_alive(folder))
    assert (await model.status()).models[0].details["loaded"] == "no"
    assert (await model.complete(BRIEF)).text
    second = running(folder)
    assert second is not None
    assert second.pid != first.pid


async def test_it_ends_with_the_process_that_holds_the_lock(folder: Path):
    lock = folder / "up.lock"
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        await writer(folder, keep_with=lock).complete(BRIEF)
        await asyncio.sleep(1.2)
        assert is_alive(folder)
    await until(lambda: not is_alive(folder))


async def test_strangers_on_this_machine_cannot_use_it(folder: Path):
    await writer(folder).complete(BRIEF)
    state = running(folder)
    assert state is not None
    assert state.url.startswith("http://127.0.0.1:")
    assert mode_of_state(folder) & 0o077 == 0
    assert state.api_key not in " ".join(psutil.Process(state.pid).cmdline())


async def test_a_file_that_is_no_model_is_named_and_not_loaded(folder: Path):
    broken = folder / "broken.gguf"
    broken.write_bytes(b"GGUF" + b"\0" * 1000)
    spec = replace(SMALL_MODEL, own_path=broken)
    model = BuiltInWriter(spec, folder, timeout=TIMEOUT, idle=timedelta(seconds=5))
    with pytest.raises(ProviderMisconfigured, match=r"cannot load broken\.gguf"):
        await model.complete(BRIEF)


async def test_a_model_that_is_not_fetched_yet_says_how_to_get_it(folder: Path):
    model = BuiltInWriter(GOOD_MODEL, folder, timeout=TIMEOUT, idle=timedelta(seconds=5))
    status = await model.status()
    assert status.readiness is Readiness.MISCONFIGURED
    assert "1.1 GB" in status.reason
    assert status.hint
    with pytest.raises(ProviderMisconfigured, match="not on this machine yet"):
        await model.complete(BRIEF)


async def test_the_same_request_gets_the_same_bytes_whatever_else_is_written(folder: Path):
    model = writer(folder)
    request = asking(max_tokens=60, temperature=0.8, schema=LONG_LIST)
    other = asking(messages=(Message("user", "Name three birds."),), max_tokens=40, seed=3)

    first = await model.complete(request)
    again = await model.complete(request)
    await model.complete(other)
    later = await model.complete(request)
    beside, _ = await asyncio.gather(model.complete(request), model.complete(other))
    end(folder)
    await until(lambda: not is_alive(folder))
    restarted = await model.complete(request)

    assert {again.text, later.text, beside.text, restarted.text} == {first.text}
    assert (await model.complete(replace(request, seed=8))).text != first.text


async def test_a_text_says_which_program_and_which_file_wrote_it(folder: Path):
    result = await writer(folder).complete(BRIEF)
    assert result.engine_version == importlib.metadata.version("xllamacpp")
    assert result.model_digest == SMALL_MODEL.sha256


async def test_the_file_of_somebodys_choice_is_hashed(folder: Path):
    found = find(SMALL_MODEL, folder)
    assert found is not None
    own = folder / "own.gguf"
    own.symlink_to(found)
    assert digest_of(replace(SMALL_MODEL, sha256="", own_path=own), own) == SMALL_MODEL.sha256
