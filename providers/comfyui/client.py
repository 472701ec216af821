"""ComfyUI's API on the wire: HTTP for orders and results, a socket for what is going on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import timedelta
from http import HTTPStatus
from typing import Any, cast

import orjson
from pydantic import BaseModel, Field, ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus, InvalidURI, WebSocketException

from providers.comfyui.graph import Graph
from providers.contracts.errors import ProviderMisconfigured, ProviderUnreachable
from providers.failures import error_for_status
from providers.http import CONNECT_SECONDS, STATUS_TIMEOUT, EngineClient, Explain

_LOOK_UP = timedelta(seconds=30)
"""An engine that draws answers slowly. `checked` keeps a status quick as a whole."""
_QUEUEING = timedelta(seconds=10)
_LONGEST_EVENT = 8 * 1024 * 1024


class System(BaseModel):
    comfyui_version: str = ""


class SystemStats(BaseModel):
    system: System


class Queued(BaseModel):
    prompt_id: str


class File(BaseModel):
    filename: str
    subfolder: str = ""
    type: str = "output"


class NodeOutput(BaseModel):
    images: list[File] = Field(default_factory=list[File])


class EventData(BaseModel):
    prompt_id: str = ""
    node: str | None = ""
    """None in an `executing` event: the prompt has run to its end."""
    value: int = 0
    max: int = 0
    node_type: str = ""
    exception_type: str = ""
    exception_message: str = ""


class Event(BaseModel):
    type: str
    data: EventData = Field(default_factory=EventData)


class RunStatus(BaseModel):
    messages: list[tuple[str, EventData]] = Field(default_factory=list[tuple[str, EventData]])


class Run(BaseModel):
    outputs: dict[str, NodeOutput] = Field(default_factory=dict[str, NodeOutput])
    status: RunStatus = Field(default_factory=RunStatus)


class Listening:
    """An open socket: what happens to the prompts of one client."""

    def __init__(self, provider: str, socket: ClientConnection) -> None:
        self._provider = provider
        self._socket = socket

    async def next_event(self) -> Event:
        while True:
            try:
                message = await self._socket.recv()
            except ConnectionClosed as error:
                raise ProviderUnreachable(self._provider, f"broke off: {error}") from error
            if isinstance(message, bytes):
                continue  # a preview picture
            try:
                return Event.model_validate(orjson.loads(message))
            except (orjson.JSONDecodeError, ValidationError):
                continue  # an extension's own event


class ComfyUIClient:
    def __init__(self, url: str, *, timeout: timedelta, explain: Explain) -> None:
        self._http = EngineClient("comfyui", url, timeout=timeout, explain=explain)
        self._provider = self._http.provider

    async def version(self) -> str:
        stats = await self._http.get("/system_stats", SystemStats, within=_LOOK_UP)
        return stats.system.comfyui_version

    async def checkpoints(self) -> list[str]:
        return await self._http.get("/models/checkpoints", list[str], within=_LOOK_UP)

    async def sampler_choices(self) -> tuple[list[str], list[str]]:
        """Return the samplers and the schedulers the server knows."""
        info = await self._http.get("/object_info/KSampler", dict[str, Any], within=_LOOK_UP)
        try:
            inputs = info["KSampler"]["input"]["required"]
            return _choices(inputs["sampler_name"]), _choices(inputs["scheduler"])
        except (KeyError, TypeError, IndexError) as error:
            raise ProviderMisconfigured(
                self._provider, "describes its sampler in an unexpected shape"
            ) from error

    @asynccontextmanager
    async def listening(self, client_id: str) -> AsyncGenerator[Listening]:
        address = self._http.url.replace("http", "ws", 1) + f"/ws?clientId={client_id}"
        try:
            async with asyncio.timeout(CONNECT_SECONDS):
                socket = await connect(
                    address, max_size=_LONGEST_EVENT, open_timeout=None, proxy=None
                )
        except InvalidStatus as error:
            code = error.response.status_code
            phrase = HTTPStatus(code).phrase
            raise error_for_status(self._provider, code, f"/ws answered {code} {phrase}") from error
        except InvalidURI as error:
            raise ProviderMisconfigured(self._provider, f"cannot be called: {error}") from error
        except (OSError, WebSocketException, TimeoutError) as error:
            detail = str(error) or "no answer"
            raise ProviderUnreachable(self._provider, f"cannot be reached: {detail}") from error
        try:
            yield Listening(self._provider, socket)
        finally:
            socket.transport.abort()

    async def queue(self, graph: Graph, client_id: str) -> str:
        body = {"prompt": graph, "client_id": client_id}
        return (await self._http.post("/prompt", Queued, body=body, within=_QUEUEING)).prompt_id

    async def history(self, prompt_id: str) -> Run | None:
        runs = await self._http.get(f"/history/{prompt_id}", dict[str, Run])
        return runs.get(prompt_id)

    async def view(self, file: File, *, max_bytes: int) -> bytes:
        return await self._http.get_bytes("/view", params=file.model_dump(), max_bytes=max_bytes)

    async def stop(self, prompt_id: str) -> None:
        """Take a prompt out of the queue, or interrupt it when it is running."""
        body = {"delete": [prompt_id]}
        await self._http.post_for_bytes("/queue", body=body, within=STATUS_TIMEOUT)
        body = {"prompt_id": prompt_id}
        await self._http.post_for_bytes("/interrupt", body=body, within=STATUS_TIMEOUT)


def _choices(described: Any) -> list[str]:
    """A list input is described as `[[choices], {}]`, or newer as `["COMBO", {"options": []}]`."""
    first, *more = described
    return cast("list[str]", first if isinstance(first, list) else more[0]["options"])
