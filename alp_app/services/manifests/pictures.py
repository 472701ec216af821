"""How far two pictures are apart. Pure; Pillow runs in the caller's thread."""

import io

from PIL import Image, ImageChops

from alp_app.models.manifest import PictureDifference

NOTICED = 8
"""Of 255 in any channel: less is not seen."""


def picture_difference(before: bytes, after: bytes) -> PictureDifference | None:
    """None when they cannot be laid over each other: another size, or no picture."""
    try:
        with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as other:
            if one.size != other.size:
                return None
            apart = ImageChops.difference(one.convert("RGBA"), other.convert("RGBA"))
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return None
    bands = apart.split()
    furthest = bands[0]
    for band in bands[1:]:
        furthest = ImageChops.lighter(furthest, band)
    counts = furthest.histogram()
    pixels = sum(counts)
    return PictureDifference(
        changed_pixels=sum(counts[NOTICED:]) / pixels,
        mean_distance=sum(value * count for value, count in enumerate(counts)) / pixels / 255,
    )
