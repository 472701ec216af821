"""Text from any server that speaks OpenAI's chat API."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import aclosing
from datetime import timedelta
from typing import Any

from providers.contracts.errors import ProviderError, ProviderMisconfigured, ProviderRefused
from providers.contracts.status import Capability, ModelInfo, ProviderStatus, Readiness
from providers.contracts.text import FinishReason, TextChunk, TextRequest, TextResult
from providers.drafts import Draft, longest_reply, whole
from providers.http import checked
from providers.openai.client import Model, OpenAIClient


class OpenAIText:
    """`providers.contracts.text.TextModel`."""

    def __init__(
        self,
        url: str,
        model: str,
        *,
        timeout: timedelta,
        api_key: str = "",
        name: str = "openai",
        more: Mapping[str, Any] | None = None,
    ) -> None:
        """With an empty `model`, the first one that the server lists is used. `more` is sent with each
        request: parameters that this server alone knows."""
        self.name = name
        self._model = model
        self._more = dict(more or {})
        self._client = OpenAIClient(
            name, url, api_key=api_key, timeout=timeout, explain=self._explain
        )

    async def status(self) -> ProviderStatus:
        return await checked(self.name, self._ask)

    async def complete(self, request: TextRequest) -> TextResult:
        return await whole(self.stream(request))

    async def stream(self, request: TextRequest) -> AsyncGenerator[TextChunk]:
        parameters = {"model": await self._chosen_model(), **_parameters(request), **self._more}
        body = {**parameters, **_question(request)}
        draft = Draft(self.name, parameters)
        model = finish = usage = None
        version = ""
        async with aclosing(self._client.chat(body, max_bytes=longest_reply(request))) as chunks:
            async for chunk in chunks:
                model, usage = chunk.model or model, chunk.usage or usage
                version = chunk.system_fingerprint or version
                for choice in chunk.choices:
                    if text := choice.delta.content:
                        yield draft.add(text)
                    finish = self._finish(choice.finish_reason, choice.delta.refusal) or finish
        yield draft.finish(
            finish,
            model=model or parameters["model"],
            engine_version=version,
            prompt_tokens=usage.prompt_tokens if usage else None,
            output_tokens=usage.completion_tokens if usage else None,
        )

    def _finish(self, reason: str | None, refusal: str | None) -> FinishReason | None:
        if refusal or reason == "content_filter":
            raise ProviderRefused(self.name, refusal or "declined to answer: content filter")
        if reason == "length":
            return FinishReason.LENGTH
        return FinishReason.STOP if reason else None

    async def _chosen_model(self) -> str:
        if self._model:
            return self._model
        if models := await self._client.models():
            return models[0].id
        raise ProviderMisconfigured(self.name, "serves no model")

    async def _ask(self) -> ProviderStatus:
        models = await self._client.models()
        if missing := self._missing(models):
            raise missing
        return ProviderStatus(
            provider=self.name,
            readiness=Readiness.READY,
            models=tuple(_info(model) for model in models),
            capabilities=frozenset({Capability.TEXT}),
        )

    def _missing(self, models: list[Model]) -> ProviderError | None:
        names = [model.id for model in models]
        if not names:
            return ProviderMisconfigured(self.name, "serves no model")
        if self._model and self._model not in names:
            hint = f"Choose one of the models it serves: {', '.join(names[:10])}."
            return ProviderMisconfigured(self.name, f"does not serve model {self._model}", hint)
        return None

    def _explain(self, code: int, message: str) -> ProviderError | None:
        if code in {400, 404} and "model" in message and "not" in message and "exist" in message:
            return ProviderMisconfigured(
                self.name, message, "Choose a model that the server serves."
            )
        return None


def _parameters(request: TextRequest) -> dict[str, Any]:
    optional = {"seed": request.seed, "stop": list(request.stop) or None}
    return {
        "max_tokens": request.max_tokens,
        "temperature": request.temperature,
        **{name: value for name, value in optional.items() if value is not None},
    }


def _question(request: TextRequest) -> dict[str, Any]:
    question: dict[str, Any] = {
        "messages": [{"role": m.role, "content": m.content} for m in request.messages],
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if request.schema is not None:
        question["response_format"] = {
            "type": "json_schema",
            "json_schema": {"name": "answer", "strict": True, "schema": request.schema},
        }
    return question


def _info(model: Model) -> ModelInfo:
    meta = model.meta or {}
    size = meta.get("size")
    return ModelInfo(
        name=model.id,
        size=size if isinstance(size, int) else None,
        details={"quantization": str(meta["ftype"])} if "ftype" in meta else {},
    )
