"""Engines on other machines, as far as the product can tell: the fakes, each a program of its own."""

import subprocess
import sys
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import httpx

from alp_app.local import ports
from alp_app.settings import ROOT

START_SECONDS = 60


@dataclass
class Engine:
    """A fake that can be started and stopped; its address stays the same."""

    module: str
    port: int
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", self.module, "--port", str(self.port)], cwd=ROOT
        )
        give_up = time.monotonic() + START_SECONDS
        while not self._answers():
            assert self.process.poll() is None, f"{self.module} has ended"
            assert time.monotonic() < give_up, f"{self.module} does not answer"
            time.sleep(0.05)

    def stop(self) -> None:
        if self.process is not None:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            httpx.get(self.url)
        except httpx.TransportError:
            return False
        return True


@dataclass(frozen=True)
class Engines:
    text: Engine = field(default_factory=lambda: _engine("ollama_server"))
    images: Engine = field(default_factory=lambda: _engine("webui_server"))

    @property
    def environment(self) -> Mapping[str, str]:
        return {"ALP_OLLAMA_URL": self.text.url, "ALP_WEBUI_URL": self.images.url}


@contextmanager
def running_engines() -> Generator[Engines]:
    engines = Engines()
    try:
        engines.text.start()
        engines.images.start()
        yield engines
    finally:
        engines.images.stop()
        engines.text.stop()


def _engine(name: str) -> Engine:
    return Engine(f"providers.fakes.{name}", ports.choose(taken=()))
