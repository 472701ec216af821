"""`stack`: a migrated database, two Redis databases and a bucket for each pytest process."""

import fcntl
import hashlib
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from secrets import token_hex
from typing import Any, cast

import boto3
import psycopg
import pytest
import redis
from psycopg import sql

from alp_app.db import migrate
from alp_app.local.redis import DATABASES
from alp_app.settings import ROOT, DatabaseSettings, RedisSettings, Settings
from tests.support.shared_servers import SHARED, shared_servers

MIGRATIONS = ROOT / "alp_app" / "db" / "versions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Addresses that no other pytest process uses."""

    settings: Settings

    @property
    def database_url(self) -> str:
        return self.settings.database.url

    @property
    def redis_url(self) -> str:
        return self.settings.redis.url

    @property
    def state_url(self) -> str:
        """The Redis database for the pages' state."""
        return self.settings.redis.state_url

    def s3_client(self) -> Any:
        s3 = self.settings.s3
        return cast("Any", boto3).client(
            "s3",
            endpoint_url=s3.endpoint,
            aws_access_key_id=s3.access_key,
            aws_secret_access_key=s3.secret_key.get_secret_value(),
            region_name=s3.region,
        )


@pytest.fixture(scope="session")
def stack() -> Generator[Stack]:
    with ExitStack() as owned:
        servers = owned.enter_context(shared_servers())
        own = {
            "database": DatabaseSettings(url=owned.enter_context(new_database(servers))),
            "redis": owned.enter_context(_redis_databases(servers)),
            "s3": servers.s3.model_copy(update={"bucket": f"test-{token_hex(6)}"}),
        }
        stack = Stack(settings=servers.model_copy(update=own))
        stack.s3_client().create_bucket(Bucket=stack.settings.s3.bucket)
        yield stack


@contextmanager
def new_database(settings: Settings) -> Generator[str]:
    """Yield the URL of one more migrated database on the same server; it is dropped afterwards."""
    name = f"test_{token_hex(6)}"
    with _connect(settings) as connection:
        template = _migrated_template(settings, connection)
        _create_database(connection, name, template=template)
    yield _address(settings, name)
    with _connect(settings) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _migrated_template(settings: Settings, connection: psycopg.Connection) -> str:
    """Migrate one database for each set of migrations; the rest are copies of it."""
    revisions = sorted(MIGRATIONS.glob("*.py"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in revisions)).hexdigest()[:12]
    name = f"template_{digest}"
    with (SHARED / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        known = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s AND datistemplate", (name,)
        )
        if known.fetchone() is None:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
            _create_database(connection, name, template="template1")
            database = DatabaseSettings(url=_address(settings, name))
            migrate.upgrade(settings.model_copy(update={"database": database}))
            connection.execute(
                sql.SQL("ALTER DATABASE {} IS_TEMPLATE true").format(sql.Identifier(name))
            )
    return name


def _create_database(connection: psycopg.Connection, name: str, *, template: str) -> None:
    statement = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy")
    connection.execute(statement.format(sql.Identifier(name), sql.Identifier(template)))


def _connect(settings: Settings) -> psycopg.Connection:
    return psycopg.connect(_address(settings, "postgres"), autocommit=True)


def _address(settings: Settings, database: str) -> str:
    server, _, _ = settings.database.url.rpartition("/")
    return f"{server}/{database}"


@contextmanager
def _redis_databases(settings: Settings) -> Generator[RedisSettings]:
    """Hold a free pair of numbers, emptied, for as long as the block lasts."""
    server, _, _ = settings.redis.url.rpartition("/")
    for number in range(0, DATABASES, 2):
        with (SHARED / f"redis-{number}.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            own = RedisSettings(url=f"{server}/{number}", state_url=f"{server}/{number + 1}")
            for url in (own.url, own.state_url):
                with redis.Redis.from_url(url) as client:
                    client.flushdb()
            yield own
            return
    raise RuntimeError(f"all {DATABASES} Redis databases are in use")
