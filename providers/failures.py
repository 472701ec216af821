"""What an engine's failed answer means, and which of its words are meant for a person."""

import re
from http import HTTPStatus
from typing import Any, cast

import orjson

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)

CHECK_ADDRESS = "Check the address in the settings."
CHECK_KEY = "Check the key in the settings."
LONGEST_MESSAGE = 500
DEEPEST_MESSAGE = 6


def error_for_status(provider: str, code: int, message: str) -> ProviderError:
    match code:
        case HTTPStatus.UNAUTHORIZED | HTTPStatus.FORBIDDEN:
            return ProviderMisconfigured(provider, f"does not let us in: {message}", CHECK_KEY)
        case HTTPStatus.NOT_FOUND | HTTPStatus.METHOD_NOT_ALLOWED:
            return ProviderMisconfigured(provider, message, CHECK_ADDRESS)
        case HTTPStatus.REQUEST_TIMEOUT | HTTPStatus.TOO_EARLY | HTTPStatus.TOO_MANY_REQUESTS:
            return ProviderUnreachable(provider, message)
        case _ if code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            return ProviderUnreachable(provider, message)
        case _:
            return ProviderRefused(provider, message)


def error_inside(value: Any) -> tuple[int, str] | None:
    """Find the failure in a reply that was sent as a success: its HTTP status and its message."""
    if not isinstance(value, dict):
        return None
    error: Any = cast("dict[str, Any]", value).get("error")
    if not error:
        return None
    code = cast("dict[str, Any]", error).get("code") if isinstance(error, dict) else None
    return (
        code if isinstance(code, int) else HTTPStatus.INTERNAL_SERVER_ERROR,
        message_in(error) or "an error without a message",
    )


def message_of(body: bytes) -> str:
    """Find the message in the body of a failed call: JSON, a web page or plain text."""
    try:
        return message_in(orjson.loads(body))
    except orjson.JSONDecodeError:
        text = body.decode(errors="replace")
        if title := re.search(r"<title>(.*?)</title>", text, re.DOTALL | re.IGNORECASE):
            text = title[1]
        return _shortened(text)


def message_in(value: Any, depth: int = 0) -> str:
    """Engines say `message`, `detail` or `error`: a text, an object, a list, or JSON in a text."""
    if depth > DEEPEST_MESSAGE:
        return ""
    if isinstance(value, str):
        if value[:1] in {"{", "["}:
            try:
                return message_in(orjson.loads(value), depth + 1)
            except orjson.JSONDecodeError:
                pass
        return _shortened(value)
    if isinstance(value, list):
        items = (message_in(item, depth + 1) for item in cast("list[Any]", value))
        return _shortened("; ".join(filter(None, items)))
    if isinstance(value, dict):
        fields = cast("dict[str, Any]", value)
        keys = ("message", "msg", "detail", "errors", "error")
        found = (message_in(fields.get(key), depth + 1) for key in keys)
        return next(filter(None, found), "")
    return ""


def _shortened(text: str) -> str:
    return " ".join(text.split())[:LONGEST_MESSAGE]
