"""Parts of a file: what a `Range` header asks for (RFC 9110, section 14)."""

import re
from dataclasses import dataclass

_SINGLE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


@dataclass(frozen=True, slots=True)
class ByteRange:
    start: int
    end: int
    """Included."""

    @property
    def length(self) -> int:
        return self.end - self.start + 1

    def of(self, size: int) -> str:
        return f"bytes {self.start}-{self.end}/{size}"


class Unsatisfiable(Exception):
    """The range lies beyond the end."""


def read_range(header: str, size: int) -> ByteRange | None:
    """The one range that is asked for; None for a header that asks for none, or for several, which
    may be answered with the whole. Raises Unsatisfiable."""
    asked = _SINGLE.fullmatch(header.strip())
    if asked is None or not (asked[1] or asked[2]):
        return None
    if not asked[1]:
        start, end = max(0, size - int(asked[2])), size - 1
    else:
        start, end = int(asked[1]), min(int(asked[2] or size - 1), size - 1)
        if asked[2] and int(asked[2]) < start:
            return None
    if start > end:
        raise Unsatisfiable
    return ByteRange(start, end)
