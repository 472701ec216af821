"""Pictures that no model drew: coarse coloured noise, different each time, marked as fake inside."""

import secrets
from io import BytesIO

from PIL import Image
from PIL.PngImagePlugin import PngInfo

_GRAIN = 32
MARK = "Fake picture: no model drew this."


def noise_png(width: int, height: int) -> bytes:
    across, down = -(-width // _GRAIN), -(-height // _GRAIN)
    grains = Image.frombytes("RGB", (across, down), secrets.token_bytes(3 * across * down))
    noise = grains.resize((across * _GRAIN, down * _GRAIN), Image.Resampling.NEAREST)
    return _png(noise.crop((0, 0, width, height)))


def black_png(width: int, height: int) -> bytes:
    """What a server without `--no-half` draws on some cards."""
    return _png(Image.new("RGB", (width, height)))


def _png(picture: Image.Image) -> bytes:
    info = PngInfo()
    info.add_text("parameters", MARK)
    file = BytesIO()
    picture.save(file, "PNG", pnginfo=info)
    return file.getvalue()
