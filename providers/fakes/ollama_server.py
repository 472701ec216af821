"""A server that speaks Ollama's native API and writes without a model.

`python -m providers.fakes.ollama_server --port 21434`
"""

from collections.abc import AsyncGenerator
from typing import Any, Literal, TypeVar

import orjson
from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from providers.contracts.text import Message
from providers.fakes.answers import Answer, answer, unknown_type
from providers.fakes.serving import run_as_program
from providers.fakes.vectors import DIMENSION, embed

VERSION = "0.13.5"
CREATED_AT = "2026-01-01T00:00:00.000000Z"
TEXT_MODELS = ("qwen2.5:7b-instruct", "llama3.2:latest")
EMBEDDING_MODELS = {"nomic-embed-text:latest": 768, "all-minilm:latest": DIMENSION}


class Options(BaseModel):
    seed: int | None = None
    num_predict: int = 4096
    stop: list[str] = Field(default_factory=list[str])


class ChatBody(BaseModel):
    model: str
    messages: list[Message] = Field(default_factory=list[Message])
    stream: bool = True
    format: dict[str, Any] | Literal["json", ""] | None = None
    options: Options = Field(default_factory=Options)
    keep_alive: int | str | None = None


class EmbedBody(BaseModel):
    model: str
    input: str | list[str]


class NameBody(BaseModel):
    model: str


BodyT = TypeVar("BodyT", bound=BaseModel)


class _Failed(Exception):
    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status
        self.error = error


def build() -> Starlette:
    app = Starlette(
        routes=[
            Route("/", _root),
            Route("/api/version", _version),
            Route("/api/tags", _tags),
            Route("/api/ps", _loaded),
            Route("/api/show", _show, methods=["POST"]),
            Route("/api/pull", _pull, methods=["POST"]),
            Route("/api/chat", _chat, methods=["POST"]),
            Route("/api/embed", _embed, methods=["POST"]),
        ],
        exception_handlers={_Failed: _failed},
    )
    app.state.loaded = set[str]()
    return app


def _find(name: str) -> str:
    full = name if ":" in name else f"{name}:latest"
    if full not in (*TEXT_MODELS, *EMBEDDING_MODELS):
        raise _Failed(404, f"model '{name}' not found")
    return full


async def _body(request: Request, kind: type[BodyT]) -> BodyT:
    try:
        return kind.model_validate_json(await request.body())
    except ValidationError as error:
        raise _Failed(400, error.errors()[0]["msg"]) from error


async def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, _Failed)  # noqa: S101 - registered for it alone
    return JSONResponse({"error": error.error}, error.status)


async def _root(_: Request) -> Response:
    return PlainTextResponse("Ollama is running")


async def _version(_: Request) -> Response:
    return JSONResponse({"version": VERSION})


async def _tags(_: Request) -> Response:
    return JSONResponse({"models": [_about(name) for name in (*TEXT_MODELS, *EMBEDDING_MODELS)]})


async def _loaded(request: Request) -> Response:
    return JSONResponse({"models": [_about(name) for name in sorted(request.app.state.loaded)]})


async def _show(request: Request) -> Response:
    about = _about(_find((await _body(request, NameBody)).model))
    return JSONResponse({"details": about["details"], "capabilities": about["capabilities"]})


async def _pull(request: Request) -> Response:
    await _body(request, NameBody)
    raise _Failed(500, "pull model manifest: dial tcp: lookup registry: no such host")


async def _chat(request: Request) -> Response:
    body = await _body(request, ChatBody)
    model = _find(body.model)
    if model in EMBEDDING_MODELS:
        raise _Failed(400, f'"{body.model}" does not support chat')
    if not body.messages:
        return _load_or_unload(request, body, model)
    if unknown := unknown_type(body.format):
        inner = {
            "code": 400,
            "message": f"JSON schema conversion failed: Unrecognized schema: {unknown}",
        }
        raise _Failed(400, orjson.dumps({"error": inner}).decode())
    request.app.state.loaded.add(model)
    written = answer(
        body.messages,
        schema=body.format if isinstance(body.format, dict) else None,
        seed=body.options.seed,
        max_tokens=body.options.num_predict,
        stop=body.options.stop,
    )
    if body.stream:
        return StreamingResponse(_lines(body.model, written), media_type="application/x-ndjson")
    return JSONResponse(_line(body.model, written.text) | _counters(written))


def _load_or_unload(request: Request, body: ChatBody, model: str) -> Response:
    if body.keep_alive == 0:
        request.app.state.loaded.discard(model)
    else:
        request.app.state.loaded.add(model)
    reason = "unload" if body.keep_alive == 0 else "load"
    return JSONResponse(_line(body.model, "") | {"done": True, "done_reason": reason})


async def _lines(model: str, written: Answer) -> AsyncGenerator[bytes]:
    for piece in written.pieces:
        yield orjson.dumps(_line(model, piece)) + b"\n"
    yield orjson.dumps(_line(model, "") | _counters(written)) + b"\n"


def _line(model: str, content: str) -> dict[str, Any]:
    return {
        "model": model,
        "created_at": CREATED_AT,
        "message": {"role": "assistant", "content": content},
        "done": False,
    }


def _counters(written: Answer) -> dict[str, Any]:
    return {
        "done": True,
        "done_reason": "length" if written.is_cut_off else "stop",
        "total_duration": 1_200_000_000,
        "load_duration": 100_000_000,
        "prompt_eval_count": written.prompt_tokens,
        "prompt_eval_duration": 100_000_000,
        "eval_count": len(written.pieces),
        "eval_duration": 1_000_000_000,
    }


async def _embed(request: Request) -> Response:
    body = await _body(request, EmbedBody)
    model = _find(body.model)
    if model not in EMBEDDING_MODELS:
        raise _Failed(400, "this model does not support embeddings")
    texts = [body.input] if isinstance(body.input, str) else body.input
    vectors = [embed(text, EMBEDDING_MODELS[model]) for text in texts]
    return JSONResponse({"model": body.model, "embeddings": vectors, "total_duration": 1_000_000})


def _about(name: str) -> dict[str, Any]:
    embeds = name in EMBEDDING_MODELS
    return {
        "name": name,
        "model": name,
        "modified_at": CREATED_AT,
        "size": 274_302_450 if embeds else 4_683_087_332,
        "digest": "0" * 64,
        "details": {
            "parent_model": "",
            "format": "gguf",
            "family": "nomic-bert" if embeds else "qwen2",
            "families": ["nomic-bert" if embeds else "qwen2"],
            "parameter_size": "137M" if embeds else "7.6B",
            "quantization_level": "F16" if embeds else "Q4_K_M",
        },
        "capabilities": ["embedding" if embeds else "completion"],
    }


if __name__ == "__main__":
    run_as_program(build)
