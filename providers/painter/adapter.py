"""The cover painter as an image model: needs nothing, and always says that no model drew it."""

import asyncio
import hashlib
import time
from datetime import timedelta
from functools import cache
from importlib.metadata import version
from pathlib import Path
from random import Random

import resvg_py

from providers.contracts.errors import ProviderRefused
from providers.contracts.images import GeneratedImage, ImageRequest, OnImageProgress
from providers.contracts.status import Capability, ProviderStatus, Readiness
from providers.energy import EnergyMeter
from providers.painter.choice import choose_motif
from providers.painter.composition import compose
from providers.painter.motif import Motif
from providers.painter.motifs.shelf import MOTIFS
from providers.painter.palette import DARK, LIGHT

MODEL = "AutoLearnPro cover painter"
_SMALLEST, _LARGEST = 16, 4096
_LONGEST_SHAPE = 8
_DENSE = 2
"""Pixels drawn for each one asked for, each way: sharp on dense displays."""


class CoverPainter:
    name = "painter"

    async def status(self) -> ProviderStatus:
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            reason=f"Draws covers by rule from {len(MOTIFS)} motifs. It is no image model.",
            capabilities=frozenset({Capability.TEXT_TO_IMAGE, Capability.SEEDED}),
        )

    async def generate(
        self, request: ImageRequest, on_progress: OnImageProgress | None = None
    ) -> GeneratedImage:
        """Same words, seed and size: the same picture, byte for byte. Reports no progress."""
        self._check(request)
        return await asyncio.to_thread(self._paint, request)

    def _check(self, request: ImageRequest) -> None:
        short, long = sorted((request.width, request.height))
        if short < _SMALLEST or long > _LARGEST or long > _LONGEST_SHAPE * short:
            raise ProviderRefused(
                self.name,
                f"cannot draw {request.width} by {request.height} pixels",
                f"Ask for {_SMALLEST} to {_LARGEST} pixels, at most {_LONGEST_SHAPE} times as long"
                " as wide.",
            )
        if request.motif and request.motif not in MOTIFS:
            raise ProviderRefused(
                self.name,
                f"knows no motif {request.motif!r}",
                f"Choose from {', '.join(sorted(MOTIFS))}.",
            )

    def _paint(self, request: ImageRequest) -> GeneratedImage:
        started = time.perf_counter()
        meter = EnergyMeter()
        dice = Random(f"{request.seed}\n{request.subject}\n{request.prompt}")  # noqa: S311 - picks motifs, keeps no secret
        motif = self._motif(request, dice)
        drawing = compose(motif, request.width / request.height, dice)
        density = min(_DENSE, _LARGEST / max(request.width, request.height))
        light, dark = drawing.svg(LIGHT), drawing.svg(DARK)
        width, height = round(request.width * density), round(request.height * density)
        return GeneratedImage(
            png=_rasterised(light, width, height),
            dark_png=_rasterised(dark, width, height),
            svg=light,
            dark_svg=dark,
            engine=self.name,
            engine_version=f"resvg {version('resvg_py')}",
            energy_joules=meter.joules(),
            model=MODEL,
            model_hash=program_sha256(),
            seed=request.seed,
            parameters={
                "motif": motif.name,
                "accent": drawing.accent,
                "subject": request.subject,
                "prompt": request.prompt,
                "width": width,
                "height": height,
            },
            is_placeholder=True,
            duration=timedelta(seconds=time.perf_counter() - started),
        )

    def _motif(self, request: ImageRequest, dice: Random) -> Motif:
        if request.motif:
            return MOTIFS[request.motif]
        return choose_motif(request.subject, request.prompt, dice)


def _rasterised(svg: str, width: int, height: int) -> bytes:
    return bytes(
        resvg_py.svg_to_bytes(svg_string=svg, width=width, height=height, skip_system_fonts=True)
    )


@cache
def program_sha256() -> str:
    """The hash of all that decides a picture: which version of the painter drew it."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted(folder.rglob("*.py")):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
