"""Fetches Blender as a Python package, for machines on which it is not installed."""

import asyncio
import os
import shutil
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from providers.blender.process import PROVIDER, find_command
from providers.contracts.errors import ProviderMisconfigured
from providers.contracts.parts import EnginePart, OnBytes
from providers.installing import install

_VERSION = "4.5.15"
_PYTHON = (3, 11)
"""The only one that this Blender is built for; later ones lack what the scene scripts use."""
_SIZE = 920_000_000
_LOOK_EVERY_SECONDS = 1.0


def parts(*, command: str, folder: Path) -> tuple[EnginePart, ...]:
    """What can be fetched for the Python that runs this: the package, or nothing."""
    return (BlenderPackage(command, folder),) if sys.version_info[:2] == _PYTHON else ()


@dataclass(frozen=True, slots=True)
class BlenderPackage:
    """`providers.contracts.parts.EnginePart`: the `bpy` package in a folder of its own."""

    command: str
    """As `BlenderScenes` takes it: a Blender that is there already need not be fetched."""
    folder: Path

    @property
    def name(self) -> str:
        return "blender"

    @property
    def title(self) -> str:
        return f"Blender {_VERSION}"

    @property
    def licence(self) -> str:
        return "GPL-3.0-or-later"

    @property
    def size(self) -> int:
        return _SIZE

    async def is_present(self) -> bool:
        try:
            await asyncio.to_thread(find_command, self.command, self.folder, sys.executable)
        except ProviderMisconfigured:
            return False
        return True

    async def fetch(self, on_bytes: OnBytes) -> None:
        """The folder appears whole or not at all; an earlier try that broke off is thrown away."""
        if await self.is_present():
            await on_bytes(_SIZE, _SIZE)
            return
        self._check_space()
        partial = self.folder.with_name(f"{self.folder.name}.partial")
        await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
        try:
            await self._install(partial, on_bytes)
            await asyncio.to_thread((partial / "package").replace, self.folder)
        finally:
            await asyncio.to_thread(shutil.rmtree, partial, ignore_errors=True)
        await on_bytes(_SIZE, _SIZE)

    async def _install(self, partial: Path, on_bytes: OnBytes) -> None:
        task = asyncio.create_task(
            install(
                PROVIDER,
                f"bpy=={_VERSION}",
                partial / "package",
                with_dependencies=True,
                cache=partial / "cache",
            )
        )
        try:
            while not (await asyncio.wait({task}, timeout=_LOOK_EVERY_SECONDS))[0]:
                arrived = await asyncio.to_thread(_bytes_below, partial)
                await on_bytes(min(arrived, _SIZE), _SIZE)
            task.result()
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def _check_space(self) -> None:
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(self.folder.parent).free
        if free < 2 * _SIZE:
            raise ProviderMisconfigured(
                PROVIDER,
                f"Blender needs {2 * _SIZE / 1e9:.1f} GB in {self.folder.parent}, and"
                f" {free / 1e9:.1f} GB is free",
                "Make room, or move the home folder to a larger disk.",
            )


def _bytes_below(folder: Path) -> int:
    """Bytes on the disk: the client links files from its cache, and those count once."""
    sizes: dict[int, int] = {}
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):  # the client moves files about while we look
                facts = os.lstat(os.path.join(place, name))  # noqa: PTH118 - os.walk's own, and there are many
                sizes[facts.st_ino] = facts.st_size
    return sum(sizes.values())
