"""Fetches a package into a folder of its own, by whichever ordinary client this machine has."""

import asyncio
import shutil
import sys
from pathlib import Path

from providers.contracts.errors import ProviderUnreachable


async def install(
    provider: str,
    requirement: str,
    folder: Path,
    *,
    with_dependencies: bool = False,
    cache: Path | None = None,
) -> None:
    """Install into `folder`, for the Python that runs this. Cancelling ends the client.

    With `cache`, bytes gather there while they arrive. Raises ProviderUnreachable with the client's
    last words.
    """
    options = ["--only-binary", ":all:", "--target", str(folder)]
    options += ["--cache-dir", str(cache)] if cache else ["--no-cache-dir"]
    if not with_dependencies:
        options.append("--no-deps")
    process = await asyncio.create_subprocess_exec(
        *_client(),
        *options,
        requirement,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    try:
        _, errors = await process.communicate()
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        lines = errors.decode(errors="replace").strip().splitlines()
        detail = lines[-1].strip() if lines else f"exit code {process.returncode}"
        raise ProviderUnreachable(provider, f"cannot fetch {requirement}: {detail}")


def _client() -> list[str]:
    beside = Path(sys.executable).with_name("uv")
    uv = str(beside) if beside.exists() else shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", sys.executable]
    return [sys.executable, "-m", "pip", "install", "--quiet"]
