"""The embedded services: what they keep, what they hide, and how they say no."""

import asyncio
import json
import os
import stat
from http import HTTPStatus
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest
import redis

from alp_app.local import postgres, state
from alp_app.local.home import AlreadyRunning, Home
from alp_app.local.process import session_members
from alp_app.local.rights import ordinary_account
from alp_app.local.store import CannotStart
from alp_app.local.stores import embedded
from alp_app.settings import Settings
from tests.support.shared_servers import IsolatedSettings
from tests.support.stack import Stack


def silent(_line: str) -> None:
    pass


def published(home: Home) -> Settings:
    return IsolatedSettings(home=home.path, **home.running())


def _secrets(home: Home) -> state.Secrets:
    return state.State.model_validate_json(home.state_file.read_text()).secrets


async def test_what_was_stored_is_there_after_the_next_start(settings: Settings, home: Home):
    async with embedded(settings, silent):
        stack = Stack(settings=published(home))
        with psycopg.connect(stack.database_url, autocommit=True) as connection:
            connection.execute("CREATE TABLE lesson (title text)")
            connection.execute("INSERT INTO lesson VALUES ('Größe → ∑')")
            versions = connection.execute("SELECT '[1,2]'::vector <-> '[1,4]'").fetchone()
            assert versions == (2.0,)
        with redis.Redis.from_url(stack.redis_url) as client:
            client.set("queue", "waiting")
        bucket = stack.settings.s3.bucket
        stack.s3_client().put_object(Bucket=bucket, Key="a/b.png", Body=b"picture")
    assert home.running() == {}

    async with embedded(settings, silent):
        stack = Stack(settings=published(home))
        with psycopg.connect(stack.database_url) as connection:
            assert connection.execute("SELECT title FROM lesson").fetchone() == ("Größe → ∑",)
        with redis.Redis.from_url(stack.redis_url) as client:
            assert client.get("queue") == b"waiting"
        kept = await asyncio.to_thread(
            stack.s3_client().get_object, Bucket=stack.settings.s3.bucket, Key="a/b.png"
        )
        assert kept["Body"].read() == b"picture"


async def test_secrets_are_in_no_argument_and_in_no_file_that_others_can_read(
    settings: Settings, home: Home
):
    async with embedded(settings, silent) as stores:
        secrets = _secrets(home)
        hidden = [secrets.database, secrets.redis, secrets.s3_secret_key]
        leaders = [store.process.pid for store in stores.running]
        processes = session_members(leaders)
        assert len(processes) >= 3
        for process in processes:
            assert not any(secret in " ".join(process.cmdline()) for secret in hidden)
        assert stat.S_IMODE(home.path.stat().st_mode) == 0o700
        for path in home.path.rglob("*"):
            if path.is_file() and any(secret.encode() in path.read_bytes() for secret in hidden):
                assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        for name in ("postgres", "redis", "s3"):
            log = home.log(name).read_text()
            assert not any(secret in log for secret in hidden)


async def test_nobody_gets_in_without_the_password(settings: Settings, home: Home):
    async with embedded(settings, silent):
        stack = Stack(settings=published(home))
        secrets = _secrets(home)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(stack.database_url.replace(secrets.database, "guess"))
        with (
            redis.Redis.from_url(stack.redis_url.replace(secrets.redis, "guess")) as client,
            pytest.raises(redis.AuthenticationError),
        ):
            client.ping()


async def test_every_server_listens_to_this_machine_only(settings: Settings):
    async with embedded(settings, silent) as stores:
        listening = {
            connection.laddr
            for process in session_members(store.process.pid for store in stores.running)
            for connection in process.net_connections(kind="inet")
            if connection.status == psutil.CONN_LISTEN
        }
        assert len(listening) >= 3
        assert {address.ip for address in listening} == {"127.0.0.1"}


async def test_files_are_served_to_nobody_without_a_signature(settings: Settings, home: Home):
    async with embedded(settings, silent):
        stack = Stack(settings=published(home))
        bucket = stack.settings.s3.bucket
        stack.s3_client().put_object(Bucket=bucket, Key="answers.pdf", Body=b"secret")
        ports = state.State.model_validate_json(home.state_file.read_text()).ports
        async with httpx.AsyncClient() as anybody:
            answer = await anybody.get(f"http://127.0.0.1:{ports.s3}/{bucket}/answers.pdf")
            assert answer.status_code == HTTPStatus.FORBIDDEN
            inner = f"http://127.0.0.1:{ports.s3_filer}/buckets/{bucket}/answers.pdf"
            answer = await anybody.get(inner)
            assert answer.status_code == HTTPStatus.NOT_FOUND, answer.text


async def test_a_second_start_is_refused_while_the_first_runs(redis_only: Settings):
    async with embedded(redis_only, silent):
        with pytest.raises(AlreadyRunning):
            async with embedded(redis_only, silent):
                pass


async def test_a_service_with_an_address_in_the_settings_is_not_started(redis_only: Settings):
    async with embedded(redis_only, silent) as stores:
        assert [store.group for store in stores.running] == ["redis"]
        assert set(stores.home.running()) == {"redis"}


async def test_a_data_directory_that_was_never_finished_is_made_anew(
    settings: Settings, home: Home
):
    half_made = home.path / "postgres" / "data.init"
    half_made.mkdir(parents=True)
    (half_made / "PG_VERSION").write_text("18\n")
    async with embedded(settings, silent):
        with psycopg.connect(published(home).database.url) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    assert not half_made.exists()


async def test_data_with_another_password_is_named_and_left_alone(home: Home):
    with home.lock():
        first = await postgres.start(home, state.load(home))
        await first.process.stop()
        home.state_file.unlink()
        with pytest.raises(CannotStart, match=r"does not accept the password"):
            await postgres.start(home, state.load(home))
    assert (home.path / "postgres" / "data" / "PG_VERSION").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has rights to give away")
async def test_postgres_runs_as_an_ordinary_account_where_user_namespaces_are_forbidden(
    open_folder: Path,
):
    home = Home(open_folder / "home")
    rights = ordinary_account()
    with home.lock():
        store = await postgres.start(home, state.load(home), rights=rights)
        try:
            assert psutil.Process(store.process.pid).username() == rights.account
        finally:
            await store.process.stop()


async def test_a_program_that_ends_before_it_is_healthy_is_quoted(redis_only: Settings):
    home = Home(redis_only.home)
    home.folder("redis").joinpath("appendonlydir").write_text("not a folder")
    with pytest.raises(CannotStart, match=r"redis ended with status 1(.|\n)*append"):
        async with embedded(redis_only, silent):
            pass
    assert json.loads(home.state_file.read_text())
