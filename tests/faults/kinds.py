"""Jobs made to be killed: their engines return random bytes, so that a double run shows."""

import asyncio
import secrets
from datetime import timedelta
from typing import ClassVar

from pydantic import BaseModel
from sqlalchemy import text

from alp_app.jobspecs.base import JobSpec
from alp_app.unit_of_work import UnitOfWork
from jobs.context import Child, Effect, JobContext
from jobs.runner import Binding
from tests.faults.strikes import Strikes

AT_ONCE = (timedelta(seconds=0.1),) * 50
STAGES = 2

NOTE_EFFECT = text("INSERT INTO fault_effect (job_id, step, noise) VALUES (:job_id, :step, :noise)")


class Chain(JobSpec):
    """Three steps: one that saves, one that stores a file, one with an effect outside."""

    kind = "faults.chain"
    retry_after: ClassVar[tuple[timedelta, ...]] = AT_ONCE
    max_failures: ClassVar[int] = 1000

    number: str
    strike: str = ""
    """The event at which its process is killed."""
    victim: str = "job"
    seconds: float = 0.0
    """How long each of its engine calls takes."""

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.number}"


class Family(Chain):
    """Two chains under one parent; the parent's strike is at its own events."""

    kind = "faults.family"
    child_strike: str = ""


class Noise(BaseModel):
    noise: str
    sha256: str = ""


class Handlers:
    def __init__(self, strikes: Strikes) -> None:
        self._strikes = strikes

    @property
    def bindings(self) -> list[Binding]:
        return [(Chain, self.run_chain), (Family, self.run_family)]

    async def run_chain(self, context: JobContext, spec: Chain) -> None:
        self._strikes.plan(context.job_id, spec.strike, spec.victim)

        async def call_engine() -> Noise:
            await asyncio.sleep(spec.seconds * (0.5 + secrets.randbelow(1000) / 1000))
            return Noise(noise=secrets.token_hex(8))

        async def render() -> Noise:
            made = await call_engine()
            stored = await context.attach(
                "picture", secrets.token_bytes(2000), media_type="image/png"
            )
            return Noise(noise=made.noise, sha256=stored.sha256)

        async def note(step: str, work: UnitOfWork, made: Noise) -> None:
            values = {"job_id": context.job_id, "step": step, "noise": made.noise}
            await work.session.execute(NOTE_EFFECT, values)

        for step, do in (("draw", call_engine), ("render", render), ("tell", call_engine)):
            await context.progress(0.3, "generation.drawing_cover", step=step)
            await context.step(
                step,
                do,
                returns=Noise,
                save=lambda work, made, step=step: note(step, work, made),
                effect=(lambda made: Effect(kind="mail", payload={"noise": made.noise}))
                if step == "tell"
                else None,
            )

    async def run_family(self, context: JobContext, spec: Family) -> None:
        self._strikes.plan(context.job_id, spec.strike, spec.victim)

        async def call_engine() -> Noise:
            return Noise(noise=secrets.token_hex(8))

        async def note(work: UnitOfWork, made: Noise) -> None:
            values = {"job_id": context.job_id, "step": "plan", "noise": made.noise}
            await work.session.execute(NOTE_EFFECT, values)

        await context.step("plan", call_engine, returns=Noise, save=note)
        await context.run_children(
            [
                Child(
                    f"stage {number}",
                    Chain(
                        number=f"{spec.number}.{number}",
                        strike=spec.child_strike,
                        victim=spec.victim,
                        seconds=spec.seconds,
                    ),
                )
                for number in range(STAGES)
            ]
        )
        await context.step("close", call_engine, returns=Noise)
