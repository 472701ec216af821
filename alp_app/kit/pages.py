"""Long lists, a page at a time: the place to go on from travels as an opaque cursor."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Generic, TypeVar, cast

from pydantic import BaseModel, ConfigDict

from alp_app.kit.errors import Invalid

Item = TypeVar("Item")

DEFAULT_LIMIT = 25
MAXIMUM_LIMIT = 100


class BadCursor(Invalid):
    code = "bad_cursor"
    hint = "Start again without a cursor."

    def __init__(self) -> None:
        super().__init__("This cursor does not come from this list.")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRequest:
    limit: int = DEFAULT_LIMIT
    cursor: str | None = None

    def after(self, length: int) -> list[str] | None:
        """The `length` sort keys of the last item that was seen; None at the beginning."""
        if self.cursor is None:
            return None
        try:
            padded = self.cursor + "=" * (-len(self.cursor) % 4)
            keys: object = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError) as error:
            raise BadCursor from error
        if not isinstance(keys, list):
            raise BadCursor
        parts = [part for part in cast("list[object]", keys) if isinstance(part, str)]
        if len(parts) != length or len(parts) != len(cast("list[object]", keys)):
            raise BadCursor
        return parts


class Page(BaseModel, Generic[Item]):
    model_config = ConfigDict(frozen=True)

    items: list[Item]
    next_cursor: str | None = None
    """Ask again with this to go on; None at the end."""


def cursor_at(*keys: str) -> str:
    """The cursor that goes on after the item with these sort keys."""
    return base64.urlsafe_b64encode(json.dumps(keys).encode()).decode().rstrip("=")
