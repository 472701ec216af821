"""A server that speaks OpenAI's chat API and writes without a model.

`python -m providers.fakes.openai_server --port 21435`. It takes any key, or only `api_key`.
"""

from collections.abc import AsyncGenerator
from typing import Any, Literal

import orjson
from pydantic import BaseModel, Field, ValidationError
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from providers.contracts.text import Message
from providers.fakes.answers import Answer, answer, unknown_type
from providers.fakes.serving import run_as_program

MODELS = ("qwen2.5-7b-instruct", "llama-3.2-3b-instruct")


class JsonSchema(BaseModel):
    name: str
    schema_: dict[str, Any] = Field(alias="schema")


class ResponseFormat(BaseModel):
    type: Literal["text", "json_object", "json_schema"]
    json_schema: JsonSchema | None = None


class StreamOptions(BaseModel):
    include_usage: bool = False


class ChatBody(BaseModel):
    model: str
    messages: list[Message] = Field(min_length=1)
    stream: bool = False
    stream_options: StreamOptions = Field(default_factory=StreamOptions)
    response_format: ResponseFormat | None = None
    seed: int | None = None
    max_tokens: int | None = None
    stop: str | list[str] = Field(default_factory=list[str])

    @property
    def schema_to_follow(self) -> dict[str, Any] | None:
        asked = self.response_format.json_schema if self.response_format else None
        return asked.schema_ if asked else None


class _Failed(Exception):
    def __init__(self, status: int, kind: str, code: str | None, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.error = {"message": message, "type": kind, "param": None, "code": code}


def build(api_key: str = "") -> Starlette:
    app = Starlette(
        routes=[
            Route("/v1/models", _models),
            Route("/v1/chat/completions", _chat, methods=["POST"]),
        ],
        exception_handlers={_Failed: _failed},
    )
    app.state.api_key = api_key
    return app


async def _failed(_: Request, error: Exception) -> Response:
    assert isinstance(error, _Failed)  # noqa: S101 - registered for it alone
    return JSONResponse({"error": error.error}, error.status)


def _check_key(request: Request) -> None:
    key = request.app.state.api_key
    if key and request.headers.get("Authorization") != f"Bearer {key}":
        raise _Failed(401, "invalid_request_error", "invalid_api_key", "Incorrect API key provided")


async def _models(request: Request) -> Response:
    _check_key(request)
    models = [{"id": name, "object": "model", "created": 0, "owned_by": "fake"} for name in MODELS]
    return JSONResponse({"object": "list", "data": models})


async def _chat(request: Request) -> Response:
    _check_key(request)
    try:
        body = ChatBody.model_validate_json(await request.body())
    except ValidationError as error:
        message = error.errors()[0]["msg"]
        raise _Failed(400, "invalid_request_error", None, message) from error
    if body.model not in MODELS:
        message = f"The model `{body.model}` does not exist"
        raise _Failed(404, "invalid_request_error", "model_not_found", message)
    if unknown := unknown_type(body.schema_to_follow):
        message = f"Invalid schema for response_format: unrecognized type {unknown}"
        raise _Failed(400, "invalid_request_error", None, message)
    written = answer(
        body.messages,
        schema=body.schema_to_follow,
        seed=body.seed,
        max_tokens=body.max_tokens,
        stop=[body.stop] if isinstance(body.stop, str) else body.stop,
    )
    if body.stream:
        return StreamingResponse(_events(body, written), media_type="text/event-stream")
    choice = {"message": {"role": "assistant", "content": written.text}, **_finish(written)}
    return JSONResponse(_object(body, "chat.completion", choice) | {"usage": _usage(written)})


async def _events(body: ChatBody, written: Answer) -> AsyncGenerator[bytes]:
    deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
    deltas += [{"content": piece} for piece in written.pieces]
    for delta in deltas:
        choice = {"delta": delta, "finish_reason": None}
        yield _event(_object(body, "chat.completion.chunk", choice))
    yield _event(_object(body, "chat.completion.chunk", {"delta": {}, **_finish(written)}))
    if body.stream_options.include_usage:
        last = _object(body, "chat.completion.chunk", None)
        yield _event(last | {"usage": _usage(written)})
    yield b"data: [DONE]\n\n"


def _event(value: dict[str, Any]) -> bytes:
    return b"data: " + orjson.dumps(value) + b"\n\n"


def _object(body: ChatBody, kind: str, choice: dict[str, Any] | None) -> dict[str, Any]:
    choices = [] if choice is None else [{"index": 0, **choice}]
    return {
        "id": "chatcmpl-fake",
        "object": kind,
        "created": 0,
        "model": body.model,
        "choices": choices,
    }


def _finish(written: Answer) -> dict[str, str]:
    return {"finish_reason": "length" if written.is_cut_off else "stop"}


def _usage(written: Answer) -> dict[str, int]:
    prompt, output = written.prompt_tokens, len(written.pieces)
    return {
        "prompt_tokens": prompt,
        "completion_tokens": output,
        "total_tokens": prompt + output,
    }


if __name__ == "__main__":
    run_as_program(build)
