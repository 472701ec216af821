"""The adapters against exchanges with real engines: what is sent to the letter, what is made of it."""

import json
from collections.abc import AsyncGenerator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from providers.contracts.errors import ProviderError
from providers.contracts.text import Message, TextModel, TextRequest
from providers.fakes.serving import running
from providers.ollama.adapter import OllamaText
from providers.openai.adapter import OpenAIText

RECORDED = {
    path.stem: json.loads(path.read_text())
    for path in Path(__file__).parent.glob("recorded/*.json")
}
CASES = [
    pytest.param(recording["adapter"], recording["model"], case, id=f"{name}: {case['name']}")
    for name, recording in RECORDED.items()
    for case in recording["cases"]
]
TIMEOUT = timedelta(seconds=5)


def replaying(case: dict[str, Any]) -> Starlette:
    """A server that knows one exchange, and answers anything else with the difference."""

    async def reply(request: Request) -> Response:
        expected, asked = case["request"], await request.json()
        if request.url.path != expected["path"] or asked != expected["body"]:
            return Response(f"not what was recorded: {request.url.path} {asked}", 418)
        recorded = case["reply"]
        return Response(recorded["body"], recorded["status"], media_type=recorded["media_type"])

    return Starlette(routes=[Route("/{path:path}", reply, methods=["POST"])])


def request_of(body: dict[str, Any]) -> TextRequest:
    """The request of ours that leads to this body."""
    options = body.get("options", body)
    response_format = body.get("response_format", {"json_schema": {"schema": None}})
    return TextRequest(
        messages=tuple(Message(m["role"], m["content"]) for m in body["messages"]),
        schema=body.get("format", response_format["json_schema"]["schema"]),
        max_tokens=options.get("num_predict", options.get("max_tokens")),
        temperature=options["temperature"],
        seed=options["seed"],
    )


@pytest.fixture
async def model(adapter: str, name: str, case: dict[str, Any]) -> AsyncGenerator[TextModel]:
    async with running(replaying(case)) as server:
        if adapter == "ollama":
            yield OllamaText(server.url, name, timeout=TIMEOUT)
        else:
            yield OpenAIText(server.url, name, timeout=TIMEOUT)


@pytest.mark.parametrize(("adapter", "name", "case"), CASES)
async def test_what_was_recorded_means_the_same_again(model: TextModel, case: dict[str, Any]):
    request = request_of(case["request"]["body"])
    if "error" in case:
        with pytest.raises(ProviderError) as caught:
            await model.complete(request)
        assert type(caught.value).__name__ == case["error"]["kind"]
        assert case["error"]["words"] in str(caught.value)
        return
    result = await model.complete(request)
    assert {name: getattr(result, name) for name in case["result"]} == case["result"]
