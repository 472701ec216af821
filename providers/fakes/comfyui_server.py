"""A server that speaks ComfyUI's API, runs text-to-image graphs and draws noise.

`python -m providers.fakes.comfyui_server --port 28188`. `POST /fake/runs` with a list such as
`["black", "error", "interrupted", "no picture"]` says what is wrong with the next runs.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from providers.fakes.noise import black_png, noise_png
from providers.fakes.serving import run_as_program

VERSION = "0.3.64"
CHECKPOINTS = ["fake-v1-5-pruned-emaonly.safetensors", "fake-workshop-xl.safetensors"]
SAMPLERS = ["euler", "euler_ancestral", "dpmpp_2m", "ddim"]
SCHEDULERS = ["simple", "karras", "exponential"]
NODES = frozenset(
    {
        "CheckpointLoaderSimple",
        "CLIPTextEncode",
        "EmptyLatentImage",
        "KSampler",
        "SaveImage",
        "VAEDecode",
    }
)
PREVIEW = b"\x00\x00\x00\x01\x00\x00\x00\x01\xff\xd8\xff\xd9"
"""A binary frame, as the real server sends previews."""

Graph = dict[str, dict[str, Any]]


@dataclass(slots=True)
class Workshop:
    """The queue, what has run, and who listens; one prompt runs at a time."""

    step_seconds: float
    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    wrong_next: list[str] = field(default_factory=list[str])
    history: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    pictures: dict[str, bytes] = field(default_factory=dict[str, bytes])
    sockets: dict[str, WebSocket] = field(default_factory=dict[str, WebSocket])
    waiting: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    running: str = ""
    interrupted: bool = False

    def queue(self, graph: Graph, client_id: str) -> str:
        prompt_id = str(uuid4())
        self.waiting[prompt_id] = asyncio.create_task(self._run(prompt_id, graph, client_id))
        return prompt_id

    async def _run(self, prompt_id: str, graph: Graph, client_id: str) -> None:
        async with self.turn:
            self.running, self.interrupted = prompt_id, False
            wrong = self.wrong_next.pop(0) if self.wrong_next else ""
            told: list[tuple[str, dict[str, Any]]] = []

            async def tell(kind: str, **data: Any) -> None:
                event = {"prompt_id": prompt_id, **data}
                told.append((kind, event))
                with suppress(KeyError, RuntimeError, WebSocketDisconnect):
                    await self.sockets[client_id].send_json({"type": kind, "data": event})

            await tell("execution_start")
            await tell("execution_cached", nodes=[])
            outputs = await self._execute(graph, wrong, tell, client_id)
            if outputs is not None:
                await tell("execution_success")
            await tell("executing", node=None)
            kept = [event for event in told if event[0].startswith("execution_")]
            status = {"status_str": "success" if outputs else "error", "messages": kept}
            self.history[prompt_id] = {"outputs": outputs or {}, "status": status}
            self.running = ""
            del self.waiting[prompt_id]

    async def _execute(
        self, graph: Graph, wrong: str, tell: Any, client_id: str
    ) -> dict[str, Any] | None:
        """Return the outputs, or None when it came to no end of its own."""
        for node, content in graph.items():
            kind = content["class_type"]
            await tell("executing", node=node)
            if kind == "KSampler":
                steps = content["inputs"]["steps"]
                for step in range(1, steps + 1):
                    await asyncio.sleep(self.step_seconds)
                    if self.interrupted or wrong == "interrupted":
                        await tell("execution_interrupted", node_id=node, node_type=kind)
                        return None
                    await tell("progress", node=node, value=step, max=steps)
                    with suppress(KeyError, RuntimeError, WebSocketDisconnect):
                        await self.sockets[client_id].send_bytes(PREVIEW)
            if kind == "VAEDecode" and wrong == "error":
                message = "Expected all tensors to be on the same device"
                await tell("execution_error", node_type=kind, exception_message=message)
                return None
            if kind == "SaveImage" and wrong != "no picture":
                return {node: {"images": [self._save(graph, wrong)]}}
        return {}

    def _save(self, graph: Graph, wrong: str) -> dict[str, str]:
        latent = next(n for n in graph.values() if n["class_type"] == "EmptyLatentImage")
        size = latent["inputs"]["width"], latent["inputs"]["height"]
        name = f"fake_{len(self.pictures):05}_.png"
        self.pictures[name] = (black_png if wrong == "black" else noise_png)(*size)
        return {"filename": name, "subfolder": "", "type": "output"}


def build(step_seconds: float = 0.002) -> Starlette:
    workshop = Workshop(step_seconds)

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        yield
        for task in workshop.waiting.values():
            task.cancel()

    app = Starlette(
        routes=[
            Route("/system_stats", _system_stats),
            Route("/models/checkpoints", _checkpoints),
            Route("/object_info/KSampler", _sampler_info),
            Route("/prompt", _prompt, methods=["POST"]),
            Route("/queue", _dequeue, methods=["POST"]),
            Route("/interrupt", _interrupt, methods=["POST"]),
            Route("/history/{prompt_id}", _history),
            Route("/view", _view),
            Route("/fake/runs", _script, methods=["POST"]),
            WebSocketRoute("/ws", _events),
        ],
        lifespan=lifespan,
    )
    app.state.workshop = workshop
    return app


async def _system_stats(_: Request) -> Response:
    return JSONResponse({"system": {"comfyui_version": VERSION, "os": "fake"}, "devices": []})


async def _checkpoints(_: Request) -> Response:
    return JSONResponse(CHECKPOINTS)


async def _sampler_info(_: Request) -> Response:
    required: dict[str, Any] = {"sampler_name": [SAMPLERS, {}], "scheduler": [SCHEDULERS, {}]}
    return JSONResponse({"KSampler": {"input": {"required": required}, "output": ["LATENT"]}})


async def _prompt(request: Request) -> Response:
    body = await request.json()
    graph: Graph = body["prompt"]
    for content in graph.values():
        if content["class_type"] not in NODES:
            return _invalid("invalid_prompt", f"Node '{content['class_type']}' not found.", {})
    for node, content in graph.items():
        inputs = content["inputs"]
        for name, known in (("ckpt_name", CHECKPOINTS), ("sampler_name", SAMPLERS)):
            if name in inputs and inputs[name] not in known:
                details = f"{name}: '{inputs[name]}' not in {known}"
                problem = {"type": "value_not_in_list", "message": "Value not in list"}
                errors = {node: {"errors": [{**problem, "details": details}]}}
                kind = "prompt_outputs_failed_validation"
                return _invalid(kind, "Prompt outputs failed validation", errors)
    workshop: Workshop = request.app.state.workshop
    prompt_id = workshop.queue(graph, body.get("client_id", ""))
    return JSONResponse({"prompt_id": prompt_id, "number": 1, "node_errors": {}})


def _invalid(kind: str, message: str, node_errors: dict[str, Any]) -> Response:
    error: dict[str, Any] = {"type": kind, "message": message, "details": "", "extra_info": {}}
    return JSONResponse({"error": error, "node_errors": node_errors}, 400)


async def _dequeue(request: Request) -> Response:
    workshop: Workshop = request.app.state.workshop
    for prompt_id in (await request.json()).get("delete", []):
        if prompt_id != workshop.running and (task := workshop.waiting.pop(prompt_id, None)):
            task.cancel()
    return Response()


async def _interrupt(request: Request) -> Response:
    request.app.state.workshop.interrupted = True
    return Response()


async def _history(request: Request) -> Response:
    prompt_id = request.path_params["prompt_id"]
    run = request.app.state.workshop.history.get(prompt_id)
    return JSONResponse({prompt_id: run} if run else {})


async def _view(request: Request) -> Response:
    picture = request.app.state.workshop.pictures.get(request.query_params["filename"])
    return Response(picture, media_type="image/png") if picture else Response(status_code=404)


async def _script(request: Request) -> Response:
    request.app.state.workshop.wrong_next += await request.json()
    return Response(status_code=204)


async def _events(socket: WebSocket) -> None:
    client_id = socket.query_params.get("clientId", "")
    await socket.accept()
    sockets: dict[str, WebSocket] = socket.app.state.workshop.sockets
    sockets[client_id] = socket
    status = {"exec_info": {"queue_remaining": 0}}
    await socket.send_json({"type": "status", "data": {"status": status, "sid": client_id}})
    with suppress(WebSocketDisconnect):
        while True:
            await socket.receive()
    sockets.pop(client_id, None)


if __name__ == "__main__":
    run_as_program(build)
