"""The embedded services that all pytest processes of this checkout share.

They belong to a process beside pytest that ends when the last user has gone, however it went: users
hold a shared file lock, and the kernel lets go of those.
"""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alp_app.local.home import AlreadyRunning, Home
from alp_app.local.stores import embedded
from alp_app.settings import ROOT, Settings

START_SECONDS = 120
SHARED = Path(tempfile.gettempdir()) / (
    f"alp-tests-{os.getuid()}-{hashlib.sha256(bytes(ROOT)).hexdigest()[:8]}"
)
HOME = Home(SHARED / "home")
USERS_LOCK = SHARED / "users.lock"
START_LOCK = SHARED / "start.lock"
LOG = SHARED / "server.log"


class IsolatedSettings(Settings):
    """Settings that the developer's own environment cannot reach."""

    @classmethod
    def settings_customise_sources(cls, *_: Any, init_settings: Any, **__: Any) -> Any:
        return (init_settings,)


@contextmanager
def shared_servers() -> Generator[Settings]:
    """The addresses of servers that stay up until the block is left."""
    SHARED.mkdir(mode=0o700, exist_ok=True)
    with USERS_LOCK.open("w") as users:
        with START_LOCK.open("w") as one_at_a_time:
            fcntl.flock(one_at_a_time, fcntl.LOCK_EX)
            fcntl.flock(users, fcntl.LOCK_SH)
            if not _are_running():
                _start()
        yield IsolatedSettings(home=HOME.path, **HOME.running())


def _are_running() -> bool:
    try:
        with HOME.lock():
            return False
    except AlreadyRunning:
        return True


def _start() -> None:
    """Return when the servers are ready. The process that starts them leaves them to themselves."""
    with LOG.open("w") as log:
        starter = subprocess.run(
            [sys.executable, "-m", __name__], cwd=ROOT, check=False, stdout=log, stderr=log
        )
    if starter.returncode:
        raise RuntimeError(f"The embedded services did not start:\n{LOG.read_text()}")


def main() -> None:
    HOME.run_file.unlink(missing_ok=True)
    child = os.fork()
    if child == 0:
        os.setsid()
        asyncio.run(_serve_until_unused())
        return
    give_up = time.monotonic() + START_SECONDS
    while not HOME.run_file.exists():
        ended, _ = os.waitpid(child, os.WNOHANG)
        if ended or time.monotonic() > give_up:
            sys.exit("no run file was written")
        time.sleep(0.02)


async def _serve_until_unused() -> None:
    with USERS_LOCK.open("w") as users:
        async with embedded(IsolatedSettings(home=HOME.path), print):
            await asyncio.to_thread(fcntl.flock, users, fcntl.LOCK_EX)
        # A new user waits for the lock until everything is gone.
        shutil.rmtree(HOME.path)


if __name__ == "__main__":
    main()
