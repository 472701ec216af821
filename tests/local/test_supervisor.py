"""What starts again, what takes everything down, and that nothing is left behind."""

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from alp_app.local import leftovers, traces
from alp_app.local.home import Home, write_private
from alp_app.local.process import Command, Process, session_members
from alp_app.local.store import CannotStart, TooEarly
from alp_app.local.stores import held
from alp_app.local.supervisor import StoreEnded, Supervisor
from alp_app.settings import ROOT, Settings

SLEEP = "import time; time.sleep(600)"
PATIENCE_SECONDS = 60


def python(home: Home, code: str, *, name: str = "app", grace_seconds: float = 5.0) -> Command:
    return Command(
        name=name,
        argv=(sys.executable, "-c", code),
        home=home,
        folder=home.path,
        grace_seconds=grace_seconds,
    )


async def until(condition: Callable[[], object]) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110 - nothing tells us when another process has ended
            await asyncio.sleep(0.02)


@contextmanager
def installation(home: Path, stores: str) -> Generator[tuple[subprocess.Popen[str], list[int]]]:
    """A supervisor in a process of its own, and the leaders of what it started."""
    supervisor = subprocess.Popen(
        [sys.executable, "-m", "tests.local.supervised", str(home), stores],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    with supervisor:
        assert supervisor.stdout
        leaders = json.loads(supervisor.stdout.readline())
        try:
            yield supervisor, leaders
        finally:
            supervisor.kill()


async def test_killing_the_supervisor_leaves_no_server_running(tmp_path: Path):
    with installation(tmp_path / "home", "embedded") as (supervisor, leaders):
        assert len(leaders) == 4
        supervisor.kill()
        supervisor.wait()
        await until(lambda: not any(psutil.pid_exists(leader) for leader in leaders))


async def test_the_next_start_ends_what_outlived_a_killed_supervisor(redis_only: Settings):
    with installation(redis_only.home, "elsewhere") as (supervisor, leaders):
        await until(lambda: len(session_members(leaders)) >= 3)
        supervisor.kill()
        supervisor.wait()
        await until(lambda: not any(psutil.pid_exists(leader) for leader in leaders))
        assert session_members(leaders), "the app's child ignores SIGTERM"
        said: list[str] = []
        async with held(redis_only, said.append) as stores:
            assert session_members(leaders) == []
            assert stores.home.running() == {}
        assert said == ["Ended 1 processes that a killed `alp up` had left"]


async def test_a_process_that_was_given_a_recorded_id_later_is_left_alone(home: Home):
    with home.lock():
        ours = await Process.start(python(home, SLEEP))
        stranger = await Process.start(python(home, SLEEP, name="stranger"))
        earlier = traces.read(home)["stranger"]._replace(started=0.0)
        write_private(home.path / "processes" / "stranger.json", json.dumps(earlier))
        try:
            assert await leftovers.end(home) == 1
            assert await ours.wait() == -signal.SIGTERM
            assert stranger.returncode is None
        finally:
            await stranger.stop()


async def test_an_app_that_ends_starts_again_and_its_orphans_are_gone(redis_only: Settings):
    said: list[str] = []
    async with held(redis_only, said.append) as stores:
        supervisor = Supervisor(stores, said.append)
        orphan_maker = (
            "import subprocess, sys, time\n"
            f"subprocess.Popen([sys.executable, '-c', {SLEEP!r}])\n"
            "time.sleep(600)"
        )
        await supervisor.start(python(stores.home, orphan_maker))
        first = traces.read(stores.home)["app"].pid
        await until(lambda: len(session_members([first])) == 2)
        watching = asyncio.ensure_future(supervisor.watch())
        os.kill(first, signal.SIGKILL)

        def second() -> int:
            return traces.read(stores.home)["app"].pid

        await until(lambda: second() != first)
        assert session_members([first]) == []
        again = second()
        assert psutil.pid_exists(again)
        watching.cancel()
        await asyncio.wait([watching])
        await supervisor.stop()
        assert not psutil.pid_exists(again)
        assert traces.read(stores.home) == {}
    (line,) = said
    assert line.startswith("app ended with status -9; it starts again in 0.5 s")


async def test_the_end_of_a_store_ends_everything(redis_only: Settings):
    async with held(redis_only, lambda _line: None) as stores:
        await stores.start()
        supervisor = Supervisor(stores, lambda _line: None)
        watching = asyncio.ensure_future(supervisor.watch())
        await asyncio.sleep(0)
        os.kill(stores.running[0].process.pid, signal.SIGKILL)
        with pytest.raises(StoreEnded, match=r"redis ended with status -9"):
            await watching


async def test_a_process_that_will_not_end_is_killed_after_its_grace(home: Home):
    with home.lock():
        deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
        ready = home.path / "ready"
        process = await Process.start(
            python(home, f"{deaf} open({str(ready)!r}, 'w'); time.sleep(600)", grace_seconds=0.3)
        )
        await until(ready.exists)
        began = time.monotonic()
        await process.stop()
        assert process.returncode == -signal.SIGKILL
        assert time.monotonic() - began >= 0.3


async def test_an_app_that_ends_before_it_is_ready_fails_the_start(redis_only: Settings):
    async def never_ready() -> None:
        raise TooEarly("still loading")

    async with held(redis_only, lambda _line: None) as stores:
        supervisor = Supervisor(stores, lambda _line: None)
        broken = python(stores.home, "raise SystemExit('no such table: course')")
        with pytest.raises(CannotStart, match=r"ended with status 1(.|\n)*no such table"):
            await supervisor.start_healthy(broken, never_ready, seconds=PATIENCE_SECONDS)
        slow = python(stores.home, SLEEP)
        with pytest.raises(CannotStart, match="still loading"):
            await supervisor.start_healthy(slow, never_ready, seconds=0.2)
