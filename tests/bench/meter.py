"""Measures what work costs: processor time of processes, round trips to their stores."""

import asyncio
import statistics
from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import psutil

CHUNK = 64 * 1024
STARTING = frozenset({80877103, 80877104})
"""Requests for encryption, which come before the first real message."""


@dataclass(frozen=True, slots=True)
class Spread:
    """Several measurements of the same thing."""

    values: Sequence[float]

    @property
    def median(self) -> float:
        return statistics.median(self.values)

    def __str__(self) -> str:
        return f"{self.median:.2f} ({min(self.values):.2f} to {max(self.values):.2f})"


def cpu_seconds(pids: Iterable[int]) -> float:
    """Processor time of the processes, of their children, and of children that have ended."""
    total = 0.0
    for pid in pids:
        tree = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
        for process in tree:
            with suppress(psutil.NoSuchProcess, ProcessLookupError):
                total += _cpu_seconds(process)
    return total


def _cpu_seconds(process: psutil.Process) -> float:
    """As the scheduler counts, in nanoseconds, where it tells; else in ticks of a hundredth."""
    threads = Path(f"/proc/{process.pid}/task")
    if not (threads / str(process.pid) / "schedstat").exists():
        return sum(process.cpu_times()[:4])
    total = sum(process.cpu_times()[2:4])
    for thread in threads.iterdir():
        with suppress(FileNotFoundError):
            total += int((thread / "schedstat").read_text().split()[0]) / 1e9
    return total


@dataclass(slots=True)
class RoundTrips:
    """Stands between a program and Postgres, and counts how often the program waits for an answer."""

    url: str
    """The program's address for the database."""
    count: int = 0
    _writers: list[asyncio.StreamWriter] = field(default_factory=list[asyncio.StreamWriter])
    _tasks: list[asyncio.Task[None]] = field(default_factory=list[asyncio.Task[None]])

    async def serve(
        self, host: str, port: int, program: asyncio.StreamReader, back: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.append(task)
        reader, writer = await asyncio.open_connection(host, port)
        self._writers += [back, writer]
        with suppress(ConnectionError):
            await asyncio.gather(self._count(program, writer), _copy(reader, back))

    async def _count(self, program: asyncio.StreamReader, postgres: asyncio.StreamWriter) -> None:
        """Pass messages on; a Query or a Sync is where the program begins to wait."""
        is_starting = True
        with suppress(asyncio.IncompleteReadError):
            while True:
                kind = b"" if is_starting else await program.readexactly(1)
                head = await program.readexactly(4)
                body = await program.readexactly(int.from_bytes(head) - 4)
                is_starting = is_starting and int.from_bytes(body[:4]) in STARTING
                self.count += kind in {b"Q", b"S"}
                postgres.write(kind + head + body)
                await postgres.drain()
        postgres.close()

    async def close(self) -> None:
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    writer.close()


@asynccontextmanager
async def counted(database_url: str) -> AsyncGenerator[RoundTrips]:
    """An address that leads to the same database, and what goes through it."""
    parts = urlsplit(database_url)
    assert parts.hostname
    assert parts.port
    host, port = parts.hostname, parts.port
    trips = RoundTrips(url="")
    server = await asyncio.start_server(partial(trips.serve, host, port), "127.0.0.1")
    own = server.sockets[0].getsockname()[1]
    account, _, _ = parts.netloc.rpartition("@")
    trips.url = parts._replace(netloc=f"{account}@127.0.0.1:{own}").geturl()
    try:
        yield trips
    finally:
        server.close()
        await trips.close()
