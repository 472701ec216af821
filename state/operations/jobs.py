"""/jobs: everything that is made in the background, for admins in the whole school."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, cast, get_args

import reflex as rx

from alp_app.jobspecs.base import Queue
from alp_app.kit import clock
from alp_app.kit.ids import JobId, read_id
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.actor import Role
from alp_app.security.policies import Policy
from alp_app.services.operations import queries
from alp_app.services.operations.inputs import Group, JobFilter
from alp_app.services.operations.views import JobCounts, OperationsView, QueueView, WorkerView
from alp_app.unit_of_work import Reader
from state.base import handler
from state.live import Live
from state.operations.job_rows import JobRow, instant, job_row, timeline
from state.reflex_internals import route_argument

SHOWN = 20
NONE = JobCounts(all=0, running=0, waiting=0, failed=0, done=0)


@dataclass(frozen=True, kw_only=True)
class QueueRow:
    name: str
    waiting: int
    running: int
    oldest_seconds: int
    workers: int


@dataclass(frozen=True, kw_only=True)
class HostQueue:
    queue: str
    workers: int
    busy: int


@dataclass(frozen=True, kw_only=True)
class HostRow:
    """A machine with workers. A machine whose workers have all fallen silent is kept for a day."""

    name: str
    is_alive: bool
    seen_at: str
    workers: int
    busy: int
    queues: tuple[HostQueue, ...]


class JobsState(Live, rx.State):
    is_loaded: bool = False
    is_failed: bool = False
    jobs: rx.Field[list[JobRow]] = rx.field(default_factory=list[JobRow])
    counts: JobCounts = NONE
    group: str = ""
    """A Group, or nothing for all."""
    search: str = ""
    kind: str = ""
    queue: str = ""
    kinds: rx.Field[list[str]] = rx.field(default_factory=list[str])
    """Of all jobs that may be seen."""
    form_round: int = 0
    """Another when the choice was cleared, so that its fields are empty again."""
    first: int = 0
    last: int = 0
    total: int = 0
    has_more: bool = False
    open_id: str = ""
    """The job whose timeline is shown."""
    open_timeline: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    is_admin: bool = False
    queues: rx.Field[list[QueueRow]] = rx.field(default_factory=list[QueueRow])
    hosts: rx.Field[list[HostRow]] = rx.field(default_factory=list[HostRow])
    asked_at: str = ""
    _pages: rx.Field[list[str]] = rx.field(default_factory=lambda: [""])
    """The cursor of each page up to this one; that of the first is empty."""
    _next: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        asked = route_argument("group")
        self.group = asked if asked in get_args(Group) else ""
        try:
            async with self._reader() as reader:
                self.kinds = await queries.list_kinds(reader)
            await self._refresh()
        except Exception:
            # Whatever it is, the page must not go on looking as if it were loading.
            self.is_failed = True
            yield
            raise
        yield JobsState.watch

    @handler(Policy.STAFF)
    async def choose_group(self, group: Group | None) -> None:
        self.group = group or ""
        await self._start_over()

    @handler(Policy.STAFF)
    async def search_for(self, words: str) -> None:
        self.search = words.strip()[:100]
        await self._start_over()

    @handler(Policy.STAFF)
    async def choose_kind(self, kind: str) -> None:
        self.kind = kind[:100]
        await self._start_over()

    @handler(Policy.STAFF)
    async def choose_queue(self, queue: str) -> None:
        self.queue = queue if queue in get_args(Queue) else ""
        await self._start_over()

    @handler(Policy.STAFF)
    async def clear(self) -> None:
        self.group = self.search = self.kind = self.queue = ""
        self.form_round += 1
        await self._start_over()

    @handler(Policy.STAFF)
    async def next_page(self) -> None:
        if self._next:
            self._pages = [*self._pages, self._next]
            await self._refresh()

    @handler(Policy.STAFF)
    async def previous_page(self) -> None:
        self._pages = self._pages[:-1] or [""]
        await self._refresh()

    @handler(Policy.STAFF)
    async def toggle(self, job_id: JobId) -> None:
        """Show a job's timeline under its row, or hide it."""
        self.open_id = "" if self.open_id == str(job_id) else str(job_id)
        await self._refresh()

    @handler(Policy.ADMIN)
    async def ask_again(self) -> None:
        """Look at queues and hosts now: a worker that falls silent tells nobody."""
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("job")]

    async def _start_over(self) -> None:
        self._pages = [""]
        self.open_id = ""
        await self._refresh()

    async def _refresh(self) -> None:
        chosen = self._chosen()
        asked = PageRequest(limit=SHOWN, cursor=self._pages[-1] or None)
        async with self._reader() as reader:
            page = await queries.list_jobs(reader, chosen, asked)
            self.counts = await queries.count_jobs(reader, chosen)
            await self._ask_operations(reader)
            await self._ask_open(reader, {str(job.id) for job in page.items})
        self.jobs = [job_row(job) for job in page.items]
        self._next = page.next_cursor or ""
        self.has_more = bool(self._next)
        before = (len(self._pages) - 1) * SHOWN
        self.first = before + 1 if self.jobs else 0
        self.last = before + len(self.jobs)
        self.total = max(self.last, getattr(self.counts, self.group or "all"))
        self.is_loaded, self.is_failed = True, False

    async def _ask_operations(self, reader: Reader) -> None:
        self.is_admin = reader.actor.role is Role.ADMIN
        if not self.is_admin:
            return
        operations = await queries.get_operations(reader)
        self.queues = [_queue_row(queue) for queue in operations.queues]
        self.hosts = host_rows(operations)
        self.asked_at = instant(clock.now())

    async def _ask_open(self, reader: Reader, listed: set[str]) -> None:
        if self.open_id not in listed:
            self.open_id = ""
            self.open_timeline = []
            return
        self.open_timeline = timeline(await queries.get_job(reader, JobId(read_id(self.open_id))))

    def _chosen(self) -> JobFilter:
        return JobFilter(
            group=cast("Group", self.group) if self.group else None,
            kind=self.kind or None,
            queue=cast("Queue", self.queue) if self.queue else None,
            search=self.search,
            with_stages=bool(self.kind or self.queue),
        )


def host_rows(operations: OperationsView) -> list[HostRow]:
    """The machines by name, each with what works on it."""
    by_host: dict[str, list[WorkerView]] = {}
    for worker in operations.workers:
        by_host.setdefault(worker.host, []).append(worker)
    return [_host_row(name, found) for name, found in sorted(by_host.items())]


def _host_row(name: str, found: Sequence[WorkerView]) -> HostRow:
    alive = [worker for worker in found if worker.is_alive]
    queues = sorted({worker.queue for worker in alive})
    return HostRow(
        name=name,
        is_alive=bool(alive),
        seen_at=instant(max(worker.seen_at for worker in found)),
        workers=len(alive),
        busy=_busy(alive),
        queues=tuple(
            HostQueue(queue=queue, workers=len(here), busy=_busy(here))
            for queue in queues
            for here in [[worker for worker in alive if worker.queue == queue]]
        ),
    )


def _busy(workers: Sequence[WorkerView]) -> int:
    return sum(worker.job_id is not None for worker in workers)


def _queue_row(queue: QueueView) -> QueueRow:
    return QueueRow(
        name=queue.name,
        waiting=queue.waiting,
        running=queue.running,
        oldest_seconds=int(queue.oldest_age.total_seconds()),
        workers=queue.workers,
    )
