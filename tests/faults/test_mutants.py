"""F19: each safeguard is taken out in turn. A suite that does not notice would prove nothing."""

import asyncio
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

import pytest
from sqlalchemy import TextClause, text

from alp_app.db.base import make_engine
from alp_app.job_rows import STATEMENTS, request_job
from alp_app.jobspecs.base import JobSpec
from alp_app.kit.ids import JobId, new_uuid
from alp_app.unit_of_work import UnitOfWork
from jobs.context import Effect, JobContext
from jobs.heartbeat import Heartbeat
from jobs.reconciler import Reconciler
from jobs.runner import Runner
from providers.contracts.objects import StoredObject
from providers.fakes.objects import MemoryObjects
from tests.faults import scenarios
from tests.faults.scenarios import Parts, Scenario
from tests.jobs.workshop import Workshop


def without(statement: TextClause, part: str, instead: str = "") -> TextClause:
    """The statement with one part taken out."""
    assert part in statement.text
    return text(statement.text.replace(part, instead))


class EffectsOutside(JobContext):
    """Writes an effect at once, instead of with its step."""

    async def _keep_effect(self, work: UnitOfWork, name: str, effect: Effect) -> None:
        async with self._transaction() as outside:
            await super()._keep_effect(outside, name, effect)


class RowsFirst(JobContext):
    """Names an artifact before its bytes are stored."""

    async def _put(self, content: bytes | Path, media_type: str) -> StoredObject:
        assert isinstance(content, bytes)
        promised = await MemoryObjects().put_bytes(content, media_type=media_type)
        await self._name_artifact("cover", promised, media_type)
        return await super()._put(content, media_type)


class LoopHeartbeat(Heartbeat):
    """Beats from the handler's own event loop."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._beat_in_loop())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()

    async def _beat_in_loop(self) -> None:
        while True:
            await asyncio.sleep(self._beat_seconds)
            async with make_engine(self._database_url).begin() as connection:
                await connection.execute(self._sql.beat, self._me)


class EffectsOutsideRunner(Runner):
    context_type = EffectsOutside


class RowsFirstRunner(Runner):
    context_type = RowsFirst


class LoopRunner(Runner):
    heartbeat_type = LoopHeartbeat


class NoRescue(Reconciler):
    async def rescue(self) -> None: ...


class RungOnce(Reconciler):
    async def ring_again(self) -> None: ...


async def request_always(session: Any, spec: JobSpec, **more: Any) -> tuple[JobId, bool]:
    """Every request is new work."""

    class Unlike(type(spec)):
        def idempotency_key(self) -> str:
            return str(new_uuid())

    return await request_job(session, Unlike(**spec.model_dump()), **more)


SLOW_CLOCK = "(clock_timestamp() - interval '1 hour')"
"""What a machine whose clock is an hour behind would write."""

MINE = "AND attempt = :attempt AND state = 'running'"

MUTANTS: dict[str, tuple[Scenario, Parts]] = {
    "no fence": (
        scenarios.a_lost_worker_writes_nothing,
        Parts(statements=replace(STATEMENTS, fence=without(STATEMENTS.fence, MINE))),
    ),
    "claim ignores state": (
        scenarios.one_run_for_many_bells,
        Parts(
            statements=replace(STATEMENTS, claim=without(STATEMENTS.claim, "state = 'queued' AND"))
        ),
    ),
    "effect outside the transaction": (
        scenarios.an_effect_belongs_to_its_step,
        Parts(runner=EffectsOutsideRunner),
    ),
    "no rescue": (scenarios.a_dead_workers_job_is_taken_over, Parts(reconciler=NoRescue)),
    "bell rung once": (scenarios.a_bell_that_was_lost_rings_again, Parts(reconciler=RungOnce)),
    "no backoff": (
        scenarios.failures_are_followed_by_a_pause,
        Parts(
            statements=replace(
                STATEMENTS, rescue=without(STATEMENTS.rescue, "(0.5 + random())", "0")
            )
        ),
    ),
    "no pause before a retry": (
        scenarios.failures_are_followed_by_a_pause,
        Parts(
            statements=replace(
                STATEMENTS, run_again=without(STATEMENTS.run_again, "(0.9 + 0.2 * random())", "0")
            )
        ),
    ),
    "no dedupe": (scenarios.the_same_work_is_one_job, Parts(request=request_always)),
    "artifact after row": (
        scenarios.every_artifact_has_its_bytes,
        Parts(runner=RowsFirstRunner),
    ),
    "heartbeat on the same connection": (
        scenarios.a_busy_process_keeps_its_lease,
        Parts(runner=LoopRunner),
    ),
    "application clock": (
        scenarios.a_long_run_is_not_taken_away,
        Parts(
            statements=replace(
                STATEMENTS,
                claim=without(
                    STATEMENTS.claim,
                    "lease_until = clock_timestamp()",
                    f"lease_until = {SLOW_CLOCK}",
                ),
                beat=without(STATEMENTS.beat, "clock_timestamp()", SLOW_CLOCK),
            )
        ),
    ),
    "no SKIP LOCKED": (
        scenarios.a_held_row_does_not_hold_up_the_others,
        Parts(statements=replace(STATEMENTS, rescue=without(STATEMENTS.rescue, "SKIP LOCKED"))),
    ),
    "lease never extended": (
        scenarios.a_long_run_is_not_taken_away,
        Parts(statements=replace(STATEMENTS, beat=STATEMENTS.look)),
    ),
}

SCENARIOS = {scenario.__name__: scenario for scenario, _ in MUTANTS.values()}


@pytest.mark.parametrize("name", SCENARIOS)
async def test_the_sound_job_layer_passes(workshop: Workshop, name: str):
    await SCENARIOS[name](workshop, Parts())


@pytest.mark.parametrize("name", MUTANTS)
async def test_the_broken_job_layer_is_noticed(workshop: Workshop, name: str):
    scenario, broken = MUTANTS[name]
    with pytest.raises(AssertionError):
        await scenario(workshop, broken)
