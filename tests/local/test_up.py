"""`alp up`, as a person uses it."""

import socket
import subprocess
from pathlib import Path

import httpx
import psutil
import pytest

from alp_app.local import ports, traces
from alp_app.local.home import Home
from alp_app.settings import ROOT
from tests.support.school import command, isolated_environment, running_school

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("web"), pytest.mark.timeout(300)]


def test_a_school_starts_says_where_it_is_and_stops_without_a_trace(tmp_path: Path):
    home = Home(tmp_path / "home")
    with running_school(home.path) as school:
        assert school.setup_link.startswith(f"{school.address}/")
        assert httpx.get(f"{school.address}/readyz").is_success
        started = traces.read(home)
        assert {"postgres", "redis", "s3", "web", "workers"} <= set(started)

        second = subprocess.run(
            command("up"),
            cwd=ROOT,
            env=isolated_environment(home.path),
            capture_output=True,
            text=True,
            check=True,
        )
        assert second.stdout == f"AutoLearnPro is already running at {school.address}\n"

        assert school.stop() == 0
        assert school.said[-1].endswith("Stopped")
        assert not any(psutil.pid_exists(trace.pid) for trace in started.values())
        assert traces.read(home) == {}
        assert home.running() == {}


def test_a_port_that_is_taken_gives_way_to_the_next_one_and_it_is_said(tmp_path: Path):
    taken = ports.choose(taken=())
    with socket.socket() as intruder:
        intruder.bind(("127.0.0.1", taken))
        intruder.listen()
        with running_school(tmp_path / "home", "--port", str(taken)) as school:
            assert school.address != f"http://localhost:{taken}"
            assert any(f"Port {taken} is taken" in line for line in school.said)
            assert httpx.get(f"{school.address}/readyz").is_success


def test_a_database_that_does_not_answer_is_named_without_its_password(tmp_path: Path):
    address = f"postgresql://alp:hunter2@127.0.0.1:{ports.choose(taken=())}/alp"
    failed = subprocess.run(
        command("up"),
        cwd=ROOT,
        env=isolated_environment(tmp_path / "home", ALP_DATABASE_URL=address),
        capture_output=True,
        text=True,
        check=False,
    )
    assert failed.returncode == 1
    assert "The database at 127.0.0.1:" in failed.stderr
    assert "ALP_DATABASE_URL" in failed.stderr
    assert "hunter2" not in failed.stdout + failed.stderr
