"""What a GLB must be to be shown: whole, and everything in one file. Pure."""

import json
from pathlib import Path
from typing import Any

_HEADER = 12
_CHUNK_HEADER = 8
_VERSION = 2
_JSON = b"JSON"


class ModelRefused(ValueError):
    """Not a GLB of version 2, or cut off."""


class ModelIncomplete(ValueError):
    """It names files outside itself: a learner's browser would have to fetch them from elsewhere."""


def check_model(path: Path) -> None:
    """Raises ModelRefused or ModelIncomplete."""
    with path.open("rb") as file:
        header = file.read(_HEADER)
        length = int.from_bytes(header[8:12], "little")
        if int.from_bytes(header[4:8], "little") != _VERSION or length != path.stat().st_size:
            raise ModelRefused
        chunk = file.read(_CHUNK_HEADER)
        if chunk[4:8] != _JSON:
            raise ModelRefused
        try:
            scene: dict[str, Any] = json.loads(file.read(int.from_bytes(chunk[:4], "little")))
            parts = [*scene.get("buffers", ()), *scene.get("images", ())]
            addresses = [str(part.get("uri", "")) for part in parts]
        except (ValueError, AttributeError, TypeError) as error:
            raise ModelRefused from error
    if any(address and not address.startswith("data:") for address in addresses):
        raise ModelIncomplete
