"""Looks at a picture an engine sent, before anyone calls it a picture."""

import asyncio
import struct
from io import BytesIO
from typing import cast

from PIL import Image

from providers.contracts.errors import ProviderMisconfigured, ProviderRefused, ProviderUnreachable

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_HEADER = struct.Struct(">8s8xII")
_GRAIN = 8
_SMALLEST, _LARGEST = 64, 2048


def size_for_engine(provider: str, width: int, height: int) -> tuple[int, int]:
    """Return the size to ask for: diffusion models draw multiples of eight."""
    if not (_SMALLEST <= width <= _LARGEST and _SMALLEST <= height <= _LARGEST):
        raise ProviderRefused(
            provider,
            f"cannot draw {width} by {height} pixels",
            f"Ask for {_SMALLEST} to {_LARGEST} pixels each way.",
        )
    return round(width / _GRAIN) * _GRAIN, round(height / _GRAIN) * _GRAIN


def longest_png(width: int, height: int) -> int:
    """Return how many bytes a PNG of this size can take at most: its pixels, not compressed."""
    return width * height * 4 + 256 * 1024


async def check_png(provider: str, content: bytes, width: int, height: int) -> None:
    """Raise unless `content` is a whole PNG of this size that shows something."""
    await asyncio.to_thread(_check, provider, content, width, height)


def _check(provider: str, content: bytes, width: int, height: int) -> None:
    if len(content) < _HEADER.size or not content.startswith(_SIGNATURE):
        raise ProviderUnreachable(provider, "sent something that is no PNG picture")
    _, *found = _HEADER.unpack_from(content)
    if found != [width, height]:
        raise ProviderUnreachable(
            provider, f"sent a picture of {found[0]} by {found[1]} pixels, not {width} by {height}"
        )
    try:
        with Image.open(BytesIO(content), formats=["PNG"]) as picture:
            bands = cast("tuple[tuple[int, int], ...]", picture.convert("RGB").getextrema())
    except (OSError, SyntaxError, ValueError) as error:
        raise ProviderUnreachable(provider, f"sent a broken PNG picture: {error}") from error
    if all(low == high for low, high in bands):
        raise ProviderMisconfigured(
            provider,
            "drew a picture of one flat colour",
            "Half precision fails on some cards: start the engine in full precision"
            " (`--no-half --precision full`, or `--force-fp32`).",
        )
