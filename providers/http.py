"""The one way to call an engine over HTTP: bounded in time and size, failures sorted.

    refused, DNS, reset, timed out, cut short, 408, 425, 429, 5xx     ProviderUnreachable
    broken JSON (NaN and Infinity among it), 200 with an error inside ProviderUnreachable
    401, 403, 404, 405, redirect, web page, JSON of another shape     ProviderMisconfigured
    any other 4xx                                                     ProviderRefused
    more bytes than allowed                                           ReplyTooLong

Each call opens a connection of its own. Engines work for seconds, so that costs nothing, and there
is no pool to close, to share between event loops, or to carry across a fork.
"""

import asyncio
import ssl
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Generator, Mapping
from contextlib import aclosing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any, TypeVar

import httpx
import orjson
from pydantic import TypeAdapter, ValidationError

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderUnreachable,
    ReplyTooLong,
)
from providers.contracts.status import ProviderStatus, Readiness
from providers.failures import CHECK_ADDRESS, error_for_status, error_inside, message_of
from providers.framing import Framing

T = TypeVar("T")

MEBIBYTE = 1024 * 1024
CONNECT_SECONDS = 5.0
STATUS_TIMEOUT = timedelta(seconds=2)
LAST_PORT = 65535
LONGEST_ERROR = 64 * 1024

Explain = Callable[[int, str], ProviderError | None]
"""What an engine means by an HTTP status and its message; None for the table above."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Call:
    method: str
    path: str
    params: Mapping[str, str] | None = None
    body: Any = None
    files: Mapping[str, tuple[str, bytes, str]] | None = None
    within: timedelta
    max_bytes: int


class EngineClient:
    """Calls one engine. Every method raises ProviderError and nothing else on a bad reply."""

    def __init__(
        self,
        provider: str,
        url: str,
        *,
        timeout: timedelta,
        headers: Mapping[str, str] | None = None,
        max_bytes: int = 8 * MEBIBYTE,
        explain: Explain | None = None,
    ) -> None:
        """`timeout` is for the whole call, to the last byte. `max_bytes` is for one reply.

        Both can be set lower or higher for a single call with `within` and `max_bytes`.
        """
        self.provider = provider
        self.url = url.rstrip("/")
        self._timeout = timeout
        self._headers = dict(headers or {})
        self._max_bytes = max_bytes
        self._explain = explain

    async def get(
        self,
        path: str,
        into: type[T],
        *,
        params: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        max_bytes: int | None = None,
    ) -> T:
        """GET JSON, validated into a pydantic model or any type pydantic knows."""
        call = self._call("GET", path, within, max_bytes, params=params)
        return self._read(await self._whole(call), into)

    async def post(
        self,
        path: str,
        into: type[T],
        *,
        body: Any = None,
        files: Mapping[str, tuple[str, bytes, str]] | None = None,
        within: timedelta | None = None,
        max_bytes: int | None = None,
    ) -> T:
        """POST `body` as JSON, or `files` (field: name, content, media type), and read as `get`."""
        call = self._call("POST", path, within, max_bytes, body=body, files=files)
        return self._read(await self._whole(call), into)

    async def get_bytes(
        self,
        path: str,
        *,
        params: Mapping[str, str] | None = None,
        within: timedelta | None = None,
        max_bytes: int | None = None,
    ) -> bytes:
        """GET a file into memory."""
        return await self._whole(self._call("GET", path, within, max_bytes, params=params))

    async def post_for_bytes(
        self,
        path: str,
        *,
        body: Any = None,
        within: timedelta | None = None,
        max_bytes: int | None = None,
    ) -> bytes:
        """POST `body` as JSON; the answer is a file, or empty."""
        return await self._whole(self._call("POST", path, within, max_bytes, body=body))

    async def stream(
        self,
        path: str,
        into: type[T],
        framing: Framing,
        *,
        body: Any,
        within: timedelta | None = None,
        max_bytes: int | None = None,
    ) -> AsyncGenerator[T]:
        """POST `body` as JSON and yield each value as it arrives.

        Ends when the reply does: whether the last value was the last one is for the caller to know.
        Closing the generator closes the connection.
        """
        call = self._call("POST", path, within, max_bytes, body=body)
        async with aclosing(self._chunks(call)) as chunks:
            async for chunk in chunks:
                for text in framing.feed(chunk):
                    yield self._read(text, into)
                if framing.ended:
                    return
        for text in framing.feed(b""):
            yield self._read(text, into)

    def _call(
        self, method: str, path: str, within: timedelta | None, max_bytes: int | None, **what: Any
    ) -> _Call:
        return _Call(
            method=method,
            path=path,
            within=within or self._timeout,
            max_bytes=max_bytes or self._max_bytes,
            **what,
        )

    async def _whole(self, call: _Call) -> bytes:
        async with aclosing(self._chunks(call)) as chunks:
            return b"".join([chunk async for chunk in chunks])

    async def _chunks(self, call: _Call) -> AsyncGenerator[bytes]:
        # The deadline is set around each wait and never across a yield, where it would cancel
        # whatever our caller is doing.
        deadline = asyncio.get_running_loop().time() + call.within.total_seconds()
        async with httpx.AsyncClient(
            verify=_tls(),
            trust_env=False,
            timeout=httpx.Timeout(None, connect=CONNECT_SECONDS),
            headers={"Accept-Encoding": "identity", **self._headers},
        ) as client:
            with self._sorting(call):
                request = self._request(client, call)
                async with asyncio.timeout_at(deadline):
                    response = await client.send(request, stream=True)
            try:
                raw = response.aiter_raw()
                if not response.is_success:
                    raise self._failure(response, await self._start(raw, call, deadline))
                self._check_size(int(response.headers.get("Content-Length", "0")), call)
                if response.headers.get("Content-Encoding", "identity") != "identity":
                    raise ProviderMisconfigured(
                        self.provider, "sends compressed replies although asked not to"
                    )
                size = 0
                while chunk := await self._next(raw, call, deadline):
                    size += len(chunk)
                    self._check_size(size, call)
                    yield chunk
            finally:
                await response.aclose()

    def _request(self, client: httpx.AsyncClient, call: _Call) -> httpx.Request:
        if (httpx.URL(self.url).port or 0) > LAST_PORT:
            raise httpx.InvalidURL(f"a port is at most {LAST_PORT}: {self.url}")
        json = call.files is None and call.body is not None
        return client.build_request(
            call.method,
            self.url + call.path,
            params=call.params,
            content=orjson.dumps(call.body) if json else None,
            files=call.files,
            headers={"Content-Type": "application/json"} if json else None,
        )

    async def _next(self, raw: AsyncIterator[bytes], call: _Call, deadline: float) -> bytes:
        with self._sorting(call):
            async with asyncio.timeout_at(deadline):
                return await anext(raw, b"")

    async def _start(self, raw: AsyncIterator[bytes], call: _Call, deadline: float) -> bytes:
        body = b""
        while len(body) < LONGEST_ERROR and (chunk := await self._next(raw, call, deadline)):
            body += chunk
        return body

    def _check_size(self, size: int, call: _Call) -> None:
        if size > call.max_bytes:
            raise ReplyTooLong(
                self.provider,
                f"sent a reply of more than the {call.max_bytes / MEBIBYTE:g} MiB allowed",
            )

    @contextmanager
    def _sorting(self, call: _Call) -> Generator[None]:
        try:
            yield
        except TimeoutError:
            seconds = f"{call.within.total_seconds():g}"
            raise ProviderUnreachable(
                self.provider, f"did not finish within {seconds} s at {self._place}"
            ) from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise ProviderMisconfigured(
                self.provider, f"cannot be called: {error}", CHECK_ADDRESS
            ) from error
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            detail = str(error) or "no answer"
            raise ProviderUnreachable(
                self.provider, f"cannot be reached at {self._place}: {detail}"
            ) from error
        except httpx.TransportError as error:
            raise ProviderUnreachable(
                self.provider, f"broke off its reply: {str(error) or type(error).__name__}"
            ) from error

    @property
    def _place(self) -> str:
        """The address without a path, and without a password that may stand in it."""
        url = httpx.URL(self.url)
        return f"{url.scheme}://{url.netloc.decode().rpartition('@')[2]}"

    def _failure(self, response: httpx.Response, body: bytes) -> ProviderError:
        code = response.status_code
        message = message_of(body) or f"HTTP {code} {response.reason_phrase}".strip()
        if response.is_redirect:
            target = response.headers.get("Location", "another address")
            return ProviderMisconfigured(
                self.provider, f"has moved: it redirects to {target}", CHECK_ADDRESS
            )
        return self._sorted(code, message)

    def _sorted(self, code: int, message: str) -> ProviderError:
        explained = self._explain(code, message) if self._explain else None
        return explained or error_for_status(self.provider, code, message)

    def _read(self, raw: bytes, into: type[T]) -> T:
        try:
            value: Any = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            if raw.lstrip()[:1] == b"<":
                raise ProviderMisconfigured(
                    self.provider, "answered with a web page instead of JSON", CHECK_ADDRESS
                ) from error
            raise ProviderUnreachable(
                self.provider, f"answered with broken JSON: {error}"
            ) from error
        if failure := error_inside(value):
            raise self._sorted(*failure)
        try:
            return _adapter(into).validate_python(value)
        except ValidationError as error:
            first = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"])) or "the whole"
            raise ProviderMisconfigured(
                self.provider,
                f"answered in an unexpected shape: {where}: {first['msg']}",
                "Check that the address leads to this kind of engine, in a supported version.",
            ) from error


async def checked(
    provider: str,
    ask: Callable[[], Awaitable[ProviderStatus]],
    *,
    within: timedelta = STATUS_TIMEOUT,
) -> ProviderStatus:
    """Run `ask` with the promises of `status()`: bounded, timed, and ProviderError is an answer."""
    started = time.perf_counter()
    try:
        async with asyncio.timeout(within.total_seconds()):
            status = await ask()
    except TimeoutError:
        status = ProviderStatus(
            provider=provider,
            readiness=Readiness.UNREACHABLE,
            reason=f"did not answer within {within.total_seconds():g} s",
        )
    except ProviderError as error:
        unreachable = isinstance(error, ProviderUnreachable)
        status = ProviderStatus(
            provider=provider,
            readiness=Readiness.UNREACHABLE if unreachable else Readiness.MISCONFIGURED,
            reason=error.reason,
            hint=error.hint,
        )
    return replace(status, elapsed=timedelta(seconds=time.perf_counter() - started))


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


@cache
def _adapter(into: type[T]) -> TypeAdapter[T]:
    return TypeAdapter(into)
