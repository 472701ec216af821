"""The writer's process: loads one model, serves it on this machine alone, and ends when unused.

Started with `python -m providers.llamacpp.server` and an `Order` as JSON on its standard input. It
detaches itself, so that it outlives whoever happened to need it first.
"""

import contextlib
import os
import sys
import time
from pathlib import Path
from typing import Any, BinaryIO

import xllamacpp

from providers.llamacpp.agreement import Order, State
from providers.llamacpp.locks import is_locked, try_lock

BEAT_SECONDS = 0.5
HTTP_THREADS = 16
LOAD_FAILED = 1
LOCK_TRIES = 40


def main() -> None:
    order = Order.model_validate_json(sys.stdin.buffer.read())
    life = _take(order.life)
    if life is None:
        return  # another writer was quicker
    order.state.unlink(missing_ok=True)
    if os.fork():
        os._exit(0)
    os.setsid()
    with life:
        serve(order)


def _take(life: Path) -> BinaryIO | None:
    """Lock it for good. Whoever asks whether a writer lives holds it for an instant: try again."""
    for _ in range(LOCK_TRIES):
        if file := try_lock(life):
            return file
        time.sleep(0.05)
    return None


def serve(order: Order) -> None:
    engine: Any = xllamacpp  # a compiled module without type information
    parameters = engine.CommonParams()
    parameters.model.path = str(order.model)
    parameters.model_alias = {order.alias}
    parameters.api_keys = [order.api_key]
    parameters.n_ctx = order.context_tokens
    parameters.n_gpu_layers = 0
    parameters.n_threads_http = HTTP_THREADS
    parameters.cpuparams.n_threads = order.threads
    parameters.cpuparams_batch.n_threads = order.threads
    parameters.n_parallel = 1  # answers that are written side by side round each other's sums
    parameters.cache_ram_mib = 0
    parameters.warmup = False
    parameters.verbosity = 1
    parameters.ui = False
    try:
        server = engine.Server(parameters)
    except RuntimeError as error:
        write_private(order.state, State(pid=os.getpid(), failure=str(error)))
        sys.exit(LOAD_FAILED)
    write_private(
        order.state, State(pid=os.getpid(), url=server.listening_address, api_key=order.api_key)
    )
    with wait_until_unused(order):
        order.state.unlink(missing_ok=True)
    os._exit(0)


def wait_until_unused(order: Order) -> BinaryIO:
    """Return with the use lock held: from here on nobody can begin to use this process."""
    keeper = order.keep_with if order.keep_with and is_locked(order.keep_with) else None
    last_use, last_touch = time.monotonic(), order.use.stat().st_mtime_ns
    while True:
        time.sleep(BEAT_SECONDS)
        held = try_lock(order.use)
        touch = order.use.stat().st_mtime_ns
        if held is None or touch != last_touch:
            last_use, last_touch = time.monotonic(), touch
        is_idle = time.monotonic() - last_use >= order.idle_seconds
        is_abandoned = keeper is not None and not is_locked(keeper)
        if held and (is_idle or is_abandoned):
            return held
        if is_abandoned:
            os._exit(0)
        if held:
            held.close()


def write_private(path: Path, state: State) -> None:
    """Replace `path` in one step; only the owner may read it, at every moment."""
    draft = path.with_suffix(".draft")
    with contextlib.suppress(FileNotFoundError):
        draft.unlink()
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
        file.write(state.model_dump_json())
    draft.replace(path)


if __name__ == "__main__":
    main()
