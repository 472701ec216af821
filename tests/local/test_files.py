"""What the home keeps, and who may read it."""

import json
import socket
import stat
from pathlib import Path

import pytest

from alp_app import settings
from alp_app.local import ports, state
from alp_app.local.home import AlreadyRunning, Home, write_private


def test_only_the_owner_can_read_a_private_file_even_when_it_replaces_a_public_one(tmp_path: Path):
    path = tmp_path / "secret"
    path.write_text("old")
    path.chmod(0o644)
    write_private(path, "new")
    assert path.read_text() == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_home_is_held_by_one_at_a_time(home: Home):
    with home.lock(), pytest.raises(AlreadyRunning), home.lock():
        pass
    with home.lock():
        pass


def test_nothing_runs_in_a_home_without_a_run_file(home: Home):
    assert home.running() == {}


def test_passwords_and_ports_stay_the_same_from_one_start_to_the_next(home: Home):
    home.path.mkdir()
    assert state.load(home) == state.load(home)


def test_a_port_that_was_taken_meanwhile_is_replaced_and_the_rest_is_kept(home: Home):
    home.path.mkdir()
    before = state.load(home)
    with socket.socket() as intruder:
        intruder.bind(("127.0.0.1", before.ports.redis))
        intruder.listen()
        after = state.load(home)
    assert after.ports.redis != before.ports.redis
    assert after.secrets == before.secrets
    kept = before.ports.model_copy(update={"redis": after.ports.redis})
    assert after.ports == kept
    assert json.loads(home.state_file.read_text())["ports"]["redis"] == after.ports.redis


def test_every_service_has_a_port_of_its_own(home: Home):
    home.path.mkdir()
    numbers = [number for _, number in state.load(home).ports]
    assert len(set(numbers)) == len(numbers)


def test_a_web_port_that_is_taken_gives_way_to_the_next_one():
    wanted = ports.choose(taken=())
    assert ports.first_free(wanted, "127.0.0.1") == wanted
    with socket.socket() as intruder:
        intruder.bind(("127.0.0.1", wanted))
        intruder.listen()
        assert ports.first_free(wanted, "127.0.0.1") > wanted


def test_a_port_that_is_held_is_chosen_by_nobody_and_its_server_may_listen(
    monkeypatch: pytest.MonkeyPatch,
):
    wanted = ports.choose(taken=())
    monkeypatch.setattr(ports, "RANGE", range(wanted, wanted + 1))
    assert ports.choose(taken=()) == wanted
    with ports.held(wanted, "127.0.0.1"):
        with pytest.raises(RuntimeError, match="no free port"):
            ports.choose(taken=())
        with socket.create_server(("127.0.0.1", wanted)):
            assert not ports.is_free(wanted)


def test_the_run_file_of_a_killed_start_is_forgotten_and_that_of_a_living_one_is_kept(home: Home):
    with home.lock():
        write_private(home.run_file, "{}")
        home.forget_killed()
        assert home.run_file.exists()
    home.forget_killed()
    assert not home.run_file.exists()


def test_commands_beside_a_running_school_know_which_writer_it_was_started_with(home: Home):
    home.path.mkdir()
    write_private(home.run_file, '{"writer": {"size": "small"}}')
    assert settings.load(home=home.path).writer.size == "small"
