"""How large a request may be, by where it goes: counted while it arrives, whatever it claims."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from alp_app.kit.errors import AppError

DEFAULT_LIMIT = 1024 * 1024
MULTIPART_ALLOWANCE = 64 * 1024
"""What a form adds around the file in it."""


class TooLarge(AppError):
    code = "too_large"
    status = 413

    def __init__(self, limit: int) -> None:
        super().__init__(f"This is larger than the {limit} bytes allowed here.", limit=limit)


class BodyLimit:
    """Raises TooLarge inside the application, which words the answer."""

    def __init__(
        self, app: ASGIApp, *, limit: int = DEFAULT_LIMIT, uploads: Mapping[str, int] | None = None
    ) -> None:
        """`uploads`: larger limits by the beginning of the path."""
        self._app = app
        self._limit = limit
        self._uploads = dict(uploads or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = next(
            (most for start, most in self._uploads.items() if scope["path"].startswith(start)),
            self._limit,
        )
        claimed = Headers(scope=scope).get("content-length", "")
        received = 0

        async def receive_counted() -> Message:
            nonlocal received
            if claimed.isdecimal() and int(claimed) > limit:
                raise TooLarge(limit)
            message = await receive()
            received += len(message.get("body", b""))
            if received > limit:
                raise TooLarge(limit)
            return message

        await self._app(scope, receive_counted, send)
