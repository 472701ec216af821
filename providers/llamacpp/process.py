"""The one writer process of this machine: found when it runs, started when it does not.

Several processes (web, workers) share it through three files in one folder, named after the model:

    .life   locked by the writer for as long as it lives
    .use    locked, shared, by each caller while it needs the writer, which ends only when it is free
    .json   where the writer listens, and its key; there when the model is loaded

A writer that was killed has let go of its lock, so the next caller starts another.
"""

import asyncio
import hashlib
import os
import subprocess
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from secrets import token_urlsafe

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderUnreachable,
)
from providers.llamacpp.agreement import Order, State
from providers.llamacpp.locks import is_locked, locked

PROVIDER = "builtin"
ROOT = Path(__file__).parents[2]
PAUSE_SECONDS = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class WriterProcess:
    folder: Path
    """Private to this installation and on this machine: locks on network file systems may fail."""
    threads: int
    context_tokens: int
    idle: timedelta
    start_timeout: timedelta
    keep_with: Path | None

    @asynccontextmanager
    async def in_use(self, model: Path, alias: str) -> AsyncGenerator[State]:
        """The running writer with this model, which stays while the block runs."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        use = self._file(model, "use")
        async with locked(use, shared=True):
            try:
                yield await self._running(model, alias)
            finally:
                os.utime(use)

    def is_running(self, model: Path) -> bool:
        return self._file(model, "json").exists() and is_locked(self._file(model, "life"))

    async def _running(self, model: Path, alias: str) -> State:
        if state := self._state(model):
            return state
        async with locked(self._file(model, "start")):
            return await self._start(model, alias)

    async def _start(self, model: Path, alias: str) -> State:
        started = False
        try:
            async with asyncio.timeout(self.start_timeout.total_seconds()):
                while (state := self._state(model)) is None:
                    if not is_locked(self._file(model, "life")):
                        if started:
                            raise self._failure(model)
                        await asyncio.to_thread(self._launch, model, alias)
                        started = True
                    await asyncio.sleep(PAUSE_SECONDS)
        except TimeoutError:
            raise ProviderUnreachable(
                PROVIDER,
                f"did not load its model within {self.start_timeout.total_seconds():g} s",
            ) from None
        return state

    def _launch(self, model: Path, alias: str) -> None:
        order = Order(
            model=model.absolute(),
            alias=alias,
            threads=self.threads,
            context_tokens=self.context_tokens,
            idle_seconds=self.idle.total_seconds(),
            api_key=token_urlsafe(32),
            state=self._file(model, "json"),
            life=self._file(model, "life"),
            use=self._file(model, "use"),
            keep_with=self.keep_with,
        )
        with self._file(model, "log").open("wb") as log:
            launcher = subprocess.run(
                [sys.executable, "-m", "providers.llamacpp.server"],
                input=order.model_dump_json().encode(),
                stdout=log,
                stderr=log,
                cwd=ROOT,
                check=False,
            )
        if launcher.returncode:
            raise ProviderMisconfigured(
                PROVIDER, "cannot start llama.cpp", f"{self._file(model, 'log')} says why."
            )

    def _state(self, model: Path) -> State | None:
        """Where the writer listens; None when it does not run, or has not loaded its model yet."""
        try:
            state = State.model_validate_json(self._file(model, "json").read_bytes())
        except FileNotFoundError:
            return None
        return state if state.url and is_locked(self._file(model, "life")) else None

    def _failure(self, model: Path) -> ProviderError:
        """Why the process that was just started has ended."""
        log = self._file(model, "log")
        try:
            state = State.model_validate_json(self._file(model, "json").read_bytes())
        except FileNotFoundError:
            return ProviderUnreachable(
                PROVIDER,
                "ended while it was loading its model",
                f"There may be too little memory. {log} may say more.",
            )
        return ProviderMisconfigured(
            PROVIDER, f"cannot load {model.name}: {state.failure}", f"{log} may say more."
        )

    def _file(self, model: Path, kind: str) -> Path:
        mark = hashlib.sha256(str(model.absolute()).encode()).hexdigest()[:12]
        return self.folder.absolute() / f"writer-{mark}.{kind}"
