"""Three-dimensional models built by Blender, in a process for each."""

import asyncio
import hashlib
import re
import sys
import tempfile
import time
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import orjson
from pydantic import BaseModel, ValidationError

from providers.blender.glb import BrokenGlb, Glb
from providers.blender.process import PROVIDER, BlenderCommand, find_command, run
from providers.contracts.errors import ProviderRefused, ProviderUnreachable
from providers.contracts.scene_kinds import SCENE_KINDS
from providers.contracts.scenes import BuiltScene, SceneRequest
from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.energy import EnergyMeter
from providers.http import checked
from providers.pictures import check_png

_SCENES = Path(__file__).parent / "scenes"
_LARGEST_FILE = 8 * 1024 * 1024
_SMALLEST_STILL, _LARGEST_STILL = 64, 2048
_SAMPLES = 48
START_TIMEOUT = timedelta(seconds=10)
"""To say its version: a program on this machine starts slowly while others work, and is no less there."""


class _Report(BaseModel):
    """What the script says it did."""

    blender: str


class BlenderScenes:
    """`providers.contracts.scenes.SceneRenderer`."""

    name = PROVIDER

    def __init__(
        self, *, command: str = "", folder: Path, timeout: timedelta, samples: int = _SAMPLES
    ) -> None:
        """`folder` is where `providers.blender.fetch` puts the `bpy` package. `samples` a pixel make
        the still picture smoother and slower."""
        self._command = command
        self._folder = folder
        self._timeout = timeout
        self._samples = samples

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask, within=START_TIMEOUT)

    async def _ask(self) -> ProviderStatus:
        command = self._find()
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            version=await self._version(command),
            capabilities=frozenset({Capability.SCENES}),
        )

    def _find(self) -> BlenderCommand:
        return find_command(self._command, self._folder, sys.executable)

    async def _version(self, command: BlenderCommand) -> str:
        if command.python_path:
            found = next(command.python_path.glob("bpy-*.dist-info"), None)
            return found.name.split("-")[1].removesuffix(".dist") if found else ""
        with tempfile.TemporaryDirectory(prefix="alp-blender-") as folder:
            said = await run(
                command,
                [*command.argv, "--version"],
                folder=Path(folder),
                within=START_TIMEOUT,
            )
        if version := re.search(r"Blender (\d+\.\d+\.\d+)", said):
            return version[1]
        raise ProviderUnreachable(self.name, "does not say which version it is")

    async def build(self, request: SceneRequest) -> BuiltScene:
        started = time.perf_counter()
        meter = EnergyMeter()
        parameters = self._check(request)
        command = self._find()
        with tempfile.TemporaryDirectory(prefix="alp-blender-") as name:
            folder = Path(name)
            order = {
                "kind": request.kind,
                "parameters": parameters,
                "width": request.still_width,
                "height": request.still_height,
                "samples": self._samples,
                "folder": name,
            }
            await asyncio.to_thread((folder / "order.json").write_bytes, orjson.dumps(order))
            arguments = command.for_script(_SCENES / "job.py", str(folder / "order.json"))
            await run(command, arguments, folder=folder, within=self._timeout)
            report = self._report(await self._result(folder / "report.json"))
            glb = await self._result(folder / "model.glb")
            still = await self._result(folder / "still.png")
        await check_png(self.name, still, request.still_width, request.still_height)
        try:
            content = Glb(glb)
        except BrokenGlb as error:
            raise ProviderUnreachable(self.name, f"wrote a broken model: {error}") from error
        return BuiltScene(
            glb=glb,
            still_png=still,
            parts=content.parts,
            engine=f"Blender {report.blender}",
            engine_version=report.blender,
            energy_joules=meter.joules(),
            is_placeholder=False,
            duration=timedelta(seconds=time.perf_counter() - started),
            manifest={
                "kind": request.kind,
                "parameters": parameters,
                "engine": f"Blender {report.blender}",
                "script_sha256": script_sha256(),
                "glb_sha256": hashlib.sha256(glb).hexdigest(),
                "still_sha256": hashlib.sha256(still).hexdigest(),
                "samples": self._samples,
                "animations": list(content.animations),
            },
        )

    def _check(self, request: SceneRequest) -> dict[str, Any]:
        sizes = (request.still_width, request.still_height)
        if not all(_SMALLEST_STILL <= size <= _LARGEST_STILL for size in sizes):
            raise ProviderRefused(
                self.name,
                f"cannot render {sizes[0]} by {sizes[1]} pixels",
                f"Ask for {_SMALLEST_STILL} to {_LARGEST_STILL} pixels each way.",
            )
        kind = SCENE_KINDS.get(request.kind)
        if kind is None:
            raise ProviderRefused(
                self.name,
                f"knows no kind {request.kind!r}",
                f"Choose from {', '.join(SCENE_KINDS)}.",
            )
        try:
            return kind.complete(request.parameters)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "parameters"
            raise ProviderRefused(self.name, f"cannot use {where}: {first['msg']}") from error

    def _report(self, content: bytes) -> _Report:
        try:
            return _Report.model_validate_json(content)
        except ValidationError as error:
            raise ProviderUnreachable(self.name, "left a broken report") from error

    async def _result(self, path: Path) -> bytes:
        try:
            size = (await asyncio.to_thread(path.stat)).st_size
            if size > _LARGEST_FILE:
                raise ProviderRefused(self.name, f"wrote a {path.name} of {size} bytes")
            return await asyncio.to_thread(path.read_bytes)
        except OSError as error:
            raise ProviderUnreachable(self.name, f"left no {path.name}") from error


@cache
def script_sha256() -> str:
    """The hash of all scene scripts together: which version of them built a model."""
    digest = hashlib.sha256()
    for path in sorted(_SCENES.glob("*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
