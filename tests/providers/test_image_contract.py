"""The image contract, held against the fakes, the painter and the adapters on fake servers."""

from datetime import timedelta

import pytest

from providers.comfyui.adapter import ComfyUIImages
from providers.contracts.images import ImageModel
from providers.fakes.images import PlaceholderImages
from providers.fakes.serving import RunningFake
from providers.painter.adapter import CoverPainter
from providers.webui.adapter import WebUIImages
from tests.providers.image_contract import ImageContract

TIMEOUT = timedelta(seconds=10)


class TestPlaceholderImages(ImageContract):
    @pytest.fixture
    def model(self) -> ImageModel:
        return PlaceholderImages()


class TestCoverPainter(ImageContract):
    @pytest.fixture
    def model(self) -> ImageModel:
        return CoverPainter()


class TestWebUIImages(ImageContract):
    @pytest.fixture
    def model(self, webui: RunningFake) -> ImageModel:
        return WebUIImages(webui.url, timeout=TIMEOUT, poll_seconds=0.01)


class TestComfyUIImages(ImageContract):
    @pytest.fixture
    def model(self, comfyui: RunningFake) -> ImageModel:
        return ComfyUIImages(comfyui.url, timeout=TIMEOUT)
