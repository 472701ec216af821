"""Smaller copies of pictures. Pure; Pillow runs in the caller's thread."""

import io
from dataclasses import dataclass

from PIL import ExifTags, Image, ImageOps

SMALL_WIDTH = 640
LARGEST_PIXELS = 50_000_000
"""A picture with more is refused before it is unpacked: it could be a bomb."""
WEBP_QUALITY = 82
RESAVED_QUALITY = 95


class PictureRefused(ValueError):
    """Not a picture, damaged, or larger than LARGEST_PIXELS."""


@dataclass(frozen=True, slots=True)
class Picture:
    content: bytes
    width: int
    height: int


_LYING = frozenset({5, 6, 7, 8})
"""Orientations of EXIF in which the pixels lie on their side."""


def measure(content: bytes) -> tuple[int, int]:
    """Width and height in pixels, as a browser shows it. Raises PictureRefused."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            if image.width * image.height > LARGEST_PIXELS:
                raise PictureRefused("the picture has too many pixels")
            lies = image.getexif().get(ExifTags.Base.Orientation) in _LYING
            return (image.height, image.width) if lies else image.size
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise PictureRefused("this is not a picture that can be read") from error


def forget_place(content: bytes) -> bytes:
    """The same picture without where it was taken; unchanged when it does not say. Raises
    PictureRefused."""
    try:
        with Image.open(io.BytesIO(content)) as image:
            exif = image.getexif()
            if ExifTags.IFD.GPSInfo not in exif:
                return content
            del exif[ExifTags.IFD.GPSInfo]
            output = io.BytesIO()
            image.save(
                output,
                image.format,
                exif=exif,
                xmp=b"",
                icc_profile=image.info.get("icc_profile"),
                quality="keep" if image.format == "JPEG" else RESAVED_QUALITY,
            )
    except (OSError, SyntaxError) as error:
        raise PictureRefused("this picture is damaged") from error
    return output.getvalue()


def make_small(content: bytes) -> Picture | None:
    """A WebP at most SMALL_WIDTH wide and upright, or None when the picture is no wider. Raises
    PictureRefused."""
    width, height = measure(content)
    try:
        with Image.open(io.BytesIO(content)) as image:
            image.load()
            if width <= SMALL_WIDTH:
                return None
            size = (SMALL_WIDTH, max(1, round(height * SMALL_WIDTH / width)))
            upright = ImageOps.exif_transpose(image)
            smaller = upright.convert("RGBA" if "A" in upright.getbands() else "RGB").resize(size)
    except (OSError, SyntaxError) as error:
        raise PictureRefused("this picture is damaged") from error
    output = io.BytesIO()
    smaller.save(output, "WEBP", quality=WEBP_QUALITY, method=4)
    return Picture(output.getvalue(), *size)
