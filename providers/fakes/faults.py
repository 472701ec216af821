"""Makes a fake engine misbehave on request, as real ones do.

`POST /control/faults` takes a list of `Fault` and `DELETE` forgets them; each is used up by the calls
that it spoils. `GET /control/calls` lists what the engine was asked.
"""

import asyncio
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson
from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTROL = "/control"


class Fault(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Literal["answer", "delay", "hang", "cut", "tail", "drip", "endless"]
    """answer: send `status` and `body` instead. delay: go on after `seconds`, as when a model is
    loaded. hang: say nothing more. cut: break the connection off. tail: send `body` and end. drip:
    one byte every `seconds`. endless: `body` over and over. All but the first two let `after` pieces
    of the real answer through before."""
    path: str = ""
    """How the address of a spoilt call begins."""
    times: int = 1
    status: int = 200
    media_type: str = "application/json"
    body: str = ""
    seconds: float = 0.0
    after: int = 0


@dataclass(slots=True)
class FaultScript:
    """What goes wrong next, in order, and what has been asked so far."""

    faults: list[Fault] = field(default_factory=list[Fault])
    calls: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])

    def add(self, *faults: Fault) -> None:
        self.faults += [fault for fault in faults for _ in range(fault.times)]

    def take(self, path: str) -> Fault | None:
        for fault in self.faults:
            if path.startswith(fault.path):
                self.faults.remove(fault)
                return fault
        return None


class _CutOff(ConnectionError):
    """Raised so that the server breaks the connection off."""


class Faulty:
    """ASGI middleware: serves `/control`, and spoils the calls that the script says."""

    def __init__(self, app: ASGIApp, script: FaultScript) -> None:
        self._app = app
        self._script = script

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if scope["path"].startswith(CONTROL):
            await self._control(scope, receive, send)
            return
        body = await _body(receive)
        self._record(scope, body)
        replay = _Replay(body, receive)
        match self._script.take(scope["path"]):
            case None:
                await self._app(scope, replay, send)
            case Fault(kind="answer") as fault:
                response = Response(fault.body, fault.status, media_type=fault.media_type)
                await response(scope, replay, send)
            case Fault(kind="delay") as fault:
                await asyncio.sleep(fault.seconds)
                await self._app(scope, replay, send)
            case fault:
                await self._app(scope, replay, _Spoiler(fault, receive, send))

    async def _control(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        if scope["path"] == f"{CONTROL}/calls":
            await JSONResponse(self._script.calls)(scope, receive, send)
            return
        if request.method == "DELETE":
            self._script.faults.clear()
        else:
            self._script.add(*TypeAdapter(list[Fault]).validate_json(await request.body()))
        await Response(status_code=204)(scope, receive, send)

    def _record(self, scope: Scope, body: bytes) -> None:
        try:
            asked = orjson.loads(body) if body else None
        except orjson.JSONDecodeError:
            asked = body.decode(errors="replace")
        self._script.calls.append({"method": scope["method"], "path": scope["path"], "body": asked})


class _Replay:
    """`Receive` that gives the body once more, then what really comes (a caller who leaves)."""

    def __init__(self, body: bytes, receive: Receive) -> None:
        self._body: bytes | None = body
        self._receive = receive

    async def __call__(self) -> Message:
        if self._body is None:
            return await self._receive()
        body, self._body = self._body, None
        return {"type": "http.request", "body": body, "more_body": False}


class _Spoiler:
    """`Send` that lets `after` pieces through, then does the fault."""

    def __init__(self, fault: Fault, receive: Receive, send: Send) -> None:
        self._fault = fault
        self._receive = receive
        self._send = send
        self._passed = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] != "http.response.body":
            await self._send(_without_length(message))
            return
        if self._passed < self._fault.after:
            self._passed += 1
            await self._send({**message, "more_body": True})
            return
        match self._fault.kind:
            case "hang":
                await self._caller_leaves()
            case "tail":
                await self._piece(self._fault.body.encode(), more=False)
            case "drip":
                await self._drip(message)
                return
            case "endless":
                leaving = asyncio.ensure_future(self._caller_leaves())
                while not leaving.done():
                    await self._piece(self._fault.body.encode())
                    await asyncio.sleep(0)
            case _:
                pass
        raise _CutOff

    async def _caller_leaves(self) -> None:
        while (await self._receive())["type"] != "http.disconnect":
            pass

    async def _drip(self, message: Message) -> None:
        for byte in message.get("body", b""):
            await self._piece(bytes([byte]))
            await asyncio.sleep(self._fault.seconds)
        await self._piece(b"", more=message.get("more_body", False))

    async def _piece(self, body: bytes, *, more: bool = True) -> None:
        await self._send({"type": "http.response.body", "body": body, "more_body": more})


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            return body


def _without_length(message: Message) -> Message:
    headers = [(name, value) for name, value in message["headers"] if name != b"content-length"]
    return {**message, "headers": headers}
