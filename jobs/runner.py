"""Runs one job once: claims it, does what its handler says, and settles how it ended."""

import asyncio
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import partial
from typing import Any

from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from alp_app.job_line import pause_kind
from alp_app.jobspecs.base import JobSpec
from alp_app.jobspecs.operations import FetchEnginePart
from alp_app.kit.ids import JobId
from alp_app.models.job import JobError
from alp_app.observability.context import working_for
from alp_app.security.actor import Actor, Role
from alp_app.services.operations import events
from alp_app.unit_of_work import UnitOfWork
from jobs.context import JobContext, Resources, Run, Stop
from jobs.errors import RunTimedOut, UnknownKind
from jobs.heartbeat import Heartbeat
from jobs.outcome import GiveUp, RetryLater, next_step
from providers.contracts.errors import ProviderResting

logger = logging.getLogger(__name__)

Handler = Callable[[JobContext, Any], Awaitable[None]]
Binding = tuple[type[JobSpec], Handler]

SETTLE_PAUSES = (0.2, 1.0, 3.0)
"""Seconds between tries to write how a run ended, while the database does not answer."""


class Ending(StrEnum):
    """How a run ended; the log and the metrics name these."""

    SKIPPED = "skipped"
    """There was nothing to do: another worker has it, it is not due, or it has ended."""
    DONE = "done"
    SUSPENDED = "suspended"
    RETRYING = "retrying"
    FAILED = "failed"
    CANCELLED = "cancelled"
    RELEASED = "released"
    LOST = "lost"
    """Another worker has taken the job over; nothing was written."""


TOLD = {Ending.DONE: events.JOB_DONE, Ending.FAILED: events.JOB_FAILED}


class Runner:
    """What one process needs to run jobs, one after the other."""

    context_type: type[JobContext] = JobContext
    heartbeat_type: type[Heartbeat] = Heartbeat

    def __init__(
        self,
        resources: Resources,
        bindings: Iterable[Binding],
        *,
        database_url: str,
        lease: timedelta,
        worker: str,
        on_hang: Callable[[], None],
    ) -> None:
        self._resources = resources
        self._sql = resources.statements
        self._bindings = {spec.kind: (spec, handler) for spec, handler in bindings}
        self._database_url = database_url
        self._lease = lease
        self._worker = worker
        self._on_hang = on_hang
        self._is_released = False
        self._stop_current: Callable[[Stop], None] | None = None

    async def run(self, job_id: JobId) -> Ending:
        """Claim the job and run it until it ends, waits, fails or is stopped. Never raises for what a
        handler does."""
        run = await self._claim(job_id)
        if run is None:
            return Ending.SKIPPED
        with working_for(run.request_id, job_id=str(job_id)):
            facts = {"job_id": str(job_id), "kind": run.kind, "attempt": run.attempt}
            logger.info("job.claimed", extra=facts)
            ending = await self._run(run)
            logger.info("job.ended", extra={**facts, "ending": ending.value})
        return ending

    def release(self) -> None:
        """Hand the job back: this worker shuts down. Call it from the event loop."""
        self._is_released = True
        if self._stop_current is not None:
            self._stop_current(Stop.RELEASED)

    async def _claim(self, job_id: JobId) -> Run | None:
        values = {
            "id": job_id,
            "lease": self._lease,
            "worker": self._worker,
            "host": socket.gethostname(),
        }
        async with self._resources.sessions.begin() as session:
            row = (await session.execute(self._sql.claim, values)).first()
        if row is None:
            return None
        await self._resources.queue.announce([job_id])
        return Run(
            job_id=job_id,
            attempt=row.attempt,
            failures=row.failures,
            max_failures=row.max_failures,
            kind=row.kind,
            args=row.args,
            actor=Actor(
                organisation_id=row.organisation_id,
                user_id=row.requested_by,
                role=Role(row.role) if row.role else Role.ADMIN,
            ),
            course_id=row.course_id,
            parent_id=row.parent_id,
            request_id=row.request_id or str(job_id),
        )

    async def _run(self, run: Run) -> Ending:
        try:
            spec, handler = self._prepare(run)
        except (UnknownKind, ValidationError) as error:
            return await self._settle(run, await self._after(error, run, retry_after=()))
        context = self.context_type(self._resources, run)
        task = asyncio.create_task(_work(handler, context, spec))

        def stop(why: Stop) -> None:
            if context.stopping is None:
                context.stopping = why
                task.cancel()

        self._stop_current = stop
        if self._is_released:
            stop(Stop.RELEASED)
        loop = asyncio.get_running_loop()
        async with self.heartbeat_type(
            self._database_url,
            self._sql,
            job_id=run.job_id,
            attempt=run.attempt,
            lease=self._lease,
            timeout=spec.timeout,
            on_stop=partial(loop.call_soon_threadsafe, stop),
            on_hang=self._on_hang,
        ):
            await asyncio.wait({task})
            return await self._settle(run, await self._judge(run, spec, context, task))

    def _prepare(self, run: Run) -> tuple[JobSpec, Handler]:
        if run.kind not in self._bindings:
            raise UnknownKind(run.kind)
        spec_type, handler = self._bindings[run.kind]
        return spec_type.model_validate(run.args), handler

    async def _judge(
        self, run: Run, spec: JobSpec, context: JobContext, task: asyncio.Task[None]
    ) -> "_Verdict":
        if context.stopping is not None:
            return _Verdict(_STOPPED[context.stopping])
        if task.cancelled():
            error: BaseException | None = RuntimeError("the handler cancelled itself")
        else:
            error = task.exception()
        match error:
            case None:
                return _Verdict(Ending.DONE)
            case Exception():
                return await self._after(error, run, retry_after=spec.retry_after)
            case _:
                raise error

    async def _after(
        self, error: Exception, run: Run, *, retry_after: Sequence[timedelta]
    ) -> "_Verdict":
        decided = next_step(
            error,
            failures=run.failures + 1,
            max_failures=run.max_failures,
            retry_after=retry_after,
            number=secrets.token_hex(4),
            is_part_coming=await self._is_part_coming(run),
        )
        logger.log(
            logging.ERROR if decided.error.is_bug else logging.WARNING,
            "job.failed",
            extra={"code": decided.error.code, "reference": decided.error.facts.get("reference")},
            exc_info=error if decided.error.is_bug else None,
        )
        match decided:
            case RetryLater(after=pause, error=said, is_failure=is_failure, rest=rest):
                return _Verdict(Ending.RETRYING, said, pause, is_failure, rest)
            case GiveUp(error=said):
                return _Verdict(Ending.FAILED, said)

    async def _is_part_coming(self, run: Run) -> bool:
        """Whether something that an engine lacks is being fetched. Fetching itself waits for nothing."""
        if run.kind == FetchEnginePart.kind:
            return False
        try:
            async with self._resources.sessions() as session:
                return bool(
                    await session.scalar(self._sql.is_under_way, {"kind": FetchEnginePart.kind})
                )
        except OperationalError:  # the database restarts: then nobody waits, as before
            return False

    async def _settle(self, run: Run, verdict: "_Verdict") -> Ending:
        for pause in SETTLE_PAUSES:
            try:
                return await self._write_ending(run, verdict)
            except OperationalError as error:
                logger.warning("job.settling_failed", extra={"reason": str(error.orig)})
                await asyncio.sleep(pause)
        return await self._write_ending(run, verdict)

    async def _write_ending(self, run: Run, verdict: "_Verdict") -> Ending:
        """Write how the run ended, and queue its parent when this was the last child to end."""
        if verdict.ending in {Ending.LOST, Ending.SUSPENDED}:
            return verdict.ending
        async with self._resources.transaction(run.actor, run.request_id) as work:
            session = work.session
            if run.parent_id is not None:
                await session.execute(self._sql.hold, {"id": run.parent_id})
            me = {"id": run.job_id, "attempt": run.attempt}
            held = (await session.execute(self._sql.fence, me)).first()
            if held is None:
                return Ending.LOST
            is_cancelled = held[0] and verdict.ending is not Ending.DONE
            ending = Ending.CANCELLED if is_cancelled else verdict.ending
            error = verdict.error.model_dump_json() if verdict.error else None
            values = {"id": run.job_id, "error": error}
            if ending in {Ending.RETRYING, Ending.RELEASED}:
                again = {"pause": verdict.pause, "failures": int(verdict.is_failure)}
                await session.execute(self._sql.run_again, {**values, **again})
                if verdict.rest is not None:
                    await pause_kind(session, run.kind, verdict.rest)
            else:
                await session.execute(self._sql.end, {**values, "state": ending.value})
                self._record(work, run, ending)
                await session.execute(self._sql.resume, {"id": run.parent_id})
            work.requested.extend(filter(None, (run.job_id, run.parent_id)))
            logger.debug("job.settling", extra={"job_id": str(run.job_id)})
        logger.debug("job.settled", extra={"job_id": str(run.job_id)})
        return ending

    def _record(self, work: UnitOfWork, run: Run, ending: Ending) -> None:
        """Say so of work that somebody waits for."""
        binding = self._bindings.get(run.kind)
        if binding is not None and binding[0].is_told and ending in TOLD:
            work.record(TOLD[ending], run.job_id, kind=run.kind)


@dataclass(frozen=True, slots=True)
class _Verdict:
    ending: Ending
    error: JobError | None = None
    pause: timedelta = timedelta()
    is_failure: bool = False
    rest: ProviderResting | None = None


_STOPPED = {
    Stop.CANCELLED: Ending.CANCELLED,
    Stop.SUSPENDED: Ending.SUSPENDED,
    Stop.RELEASED: Ending.RELEASED,
    Stop.LOST: Ending.LOST,
}


async def _work(handler: Handler, context: JobContext, spec: JobSpec) -> None:
    limit = asyncio.timeout(spec.timeout.total_seconds())
    try:
        async with limit:
            await handler(context, spec)
    except TimeoutError as error:
        if limit.expired():
            raise RunTimedOut(spec.timeout) from error
        raise
