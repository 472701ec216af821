"""The text contract, held against the fakes and against the adapters on fake servers."""

from datetime import timedelta

import pytest

from providers.chain import FirstAnswering
from providers.contracts.text import TextModel
from providers.fakes.faults import Fault
from providers.fakes.serving import RunningFake
from providers.fakes.text import PlaceholderText
from providers.ollama.adapter import OllamaText
from providers.openai.adapter import OpenAIText
from tests.providers.text_contract import TextContract, asking

TIMEOUT = timedelta(seconds=5)


class TestPlaceholderText(TextContract):
    @pytest.fixture
    def model(self) -> TextModel:
        return PlaceholderText()

    async def test_it_says_that_no_model_wrote_the_text(self, model: TextModel):
        assert (await model.complete(asking())).is_placeholder


class TestOllamaText(TextContract):
    @pytest.fixture
    def long_winded(self, model: TextModel, ollama: RunningFake) -> TextModel:
        ollama.script.add(Fault(kind="hang", path="/api/chat", after=3))
        return model

    @pytest.fixture
    def model(self, ollama: RunningFake) -> TextModel:
        return OllamaText(ollama.url, "qwen2.5:7b-instruct", timeout=TIMEOUT)


class TestOpenAIText(TextContract):
    @pytest.fixture
    def long_winded(self, model: TextModel, openai: RunningFake) -> TextModel:
        openai.script.add(Fault(kind="hang", path="/v1/chat", after=3))
        return model

    @pytest.fixture
    def model(self, openai: RunningFake) -> TextModel:
        return OpenAIText(openai.url, "qwen2.5-7b-instruct", timeout=TIMEOUT, api_key="secret")


class TestOpenAITextWithoutAModelName(TestOpenAIText):
    @pytest.fixture
    def model(self, openai: RunningFake) -> TextModel:
        return OpenAIText(f"{openai.url}/v1/", "", timeout=TIMEOUT, api_key="secret")


class TestFirstAnswering(TextContract):
    """A chain keeps the contract too, but for its name: results carry the engine's."""

    @pytest.fixture
    def model(self) -> TextModel:
        placeholder = PlaceholderText(FirstAnswering.name)
        return FirstAnswering([placeholder])
