"""Several programs from one process that has imported everything once: each is a fork of it."""

import gc
import logging
import os
import signal
import time
from collections.abc import Callable, Mapping
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from types import FrameType

from alp_app.local.launch import die_with
from alp_app.local.restarts import Restarts

STOPPING = (signal.SIGTERM, signal.SIGINT)

logger = logging.getLogger(__name__)


class Crew:
    """Forking here is safe as long as what is imported has opened nothing and started no thread."""

    def __init__(self, programs: Mapping[str, Callable[[], None]]) -> None:
        self._members = [Member(name, program) for name, program in programs.items()]

    def run(self) -> None:
        """Keep every program running until SIGTERM or Ctrl-C, which is passed on and waited for."""
        gc.collect()
        gc.freeze()  # the forks share what is in memory now for as long as nothing touches it
        told, telling = os.pipe()

        def pass_on(_number: int, _frame: FrameType | None) -> None:
            os.write(telling, b".")

        for number in STOPPING:
            signal.signal(number, pass_on)
        while told not in wait([told, *self._keep_running()], timeout=self._until_next_start()):
            pass
        for member in self._members:
            member.tell_to_stop()
        for member in self._members:
            member.end()

    def _keep_running(self) -> list[int]:
        """What becomes readable when a member ends."""
        now = time.monotonic()
        for member in self._members:
            member.keep_running(now)
        return [member.process.sentinel for member in self._members if member.process]

    def _until_next_start(self) -> float | None:
        """Seconds; None when everybody runs."""
        pausing = [member.starts_at for member in self._members if member.process is None]
        return max(0.0, min(pausing) - time.monotonic()) if pausing else None


class Member:
    def __init__(self, name: str, program: Callable[[], None]) -> None:
        self.process: ForkProcess | None = None
        self.starts_at = 0.0
        """On the monotonic clock; in the past while it runs."""
        self._name = name
        self._program = program
        self._restarts = Restarts()

    def keep_running(self, now: float) -> None:
        """Start it when it does not run and its pause is over."""
        if self.process is not None and not self.process.is_alive():
            pause = self._restarts.pause_after(now - self.starts_at)
            logger.warning(
                "crew.member_ended",
                extra={"member": self._name, "status": self.process.exitcode, "pause": pause},
            )
            self.process, self.starts_at = None, now + pause
        if self.process is None and self.starts_at <= now:
            self.starts_at = now
            self.process = ForkProcess(target=_live, args=(self._program, os.getpid()))
            self.process.start()

    def tell_to_stop(self) -> None:
        if self.process is not None:
            self.process.terminate()

    def end(self) -> None:
        if self.process is not None:
            self.process.join()


def _live(program: Callable[[], None], parent: int) -> None:
    """In a process group of its own: who passes Ctrl-C on is the crew, once."""
    os.setpgid(0, 0)
    for number in STOPPING:
        signal.signal(number, signal.SIG_DFL)
    die_with(parent, signal.SIGTERM)
    program()
