"""/engines: what writes, draws and stores for this school, asked just now."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app import runtime
from alp_app.jobspecs.operations import FetchEnginePart
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.operations import engines
from alp_app.services.operations.engines import EngineView, TrialView
from alp_app.services.operations.inputs import JobFilter
from alp_app.services.operations.queries import get_job, list_jobs
from alp_app.unit_of_work import Reader
from state.base import handler
from state.live import Live
from state.notices import notice
from state.operations.job_rows import instant, plain

PURPOSES = ("text", "embeddings", "images", "scenes", "scanning", "mail", "objects")
BUILT_IN = frozenset({"builtin", "minilm", "painter"})
"""Engines that stand in where nobody has set up a better one."""


@dataclass(frozen=True, kw_only=True)
class ModelRow:
    name: str
    megabytes: int
    """0 when the engine does not say."""
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class EngineRow:
    key: str
    name: str
    purpose: str
    place: int
    is_in_use: bool
    readiness: str
    reason: str
    hint: str
    version: str
    models: tuple[ModelRow, ...]
    capabilities: tuple[str, ...]
    elapsed_ms: int
    rests_since: str
    """Empty unless it failed too often and is left alone until `rests_until`."""
    rests_until: str


@dataclass(frozen=True, kw_only=True)
class UseRow:
    """What is used for one purpose."""

    purpose: str
    engine: str
    model: str
    """When the engine serves exactly one."""
    standing: str
    """`ready`, `built_in` where nothing better is set up, `instead` of others that do not answer, or
    `stopped` when nothing does."""


@dataclass(frozen=True, kw_only=True)
class PartRow:
    name: str
    title: str
    licence: str
    megabytes: int
    is_present: bool
    problem: str
    job_href: str
    """Of the job that fetches it now."""
    doing_key: str
    doing_facts: dict[str, Any]
    percent: int


class EnginesState(Live, rx.State):
    is_loaded: bool = False
    is_checking: bool = False
    is_failed: bool = False
    checked_at: str = ""
    uses: rx.Field[list[UseRow]] = rx.field(default_factory=list[UseRow])
    engines: rx.Field[list[EngineRow]] = rx.field(default_factory=list[EngineRow])
    parts: rx.Field[list[PartRow]] = rx.field(default_factory=list[PartRow])
    trying: rx.Field[list[str]] = rx.field(default_factory=list[str])
    """Keys of the engines that are at a trial."""
    trials: rx.Field[dict[str, TrialView]] = rx.field(default_factory=dict[str, TrialView])
    """By the engine's key."""

    @handler(Policy.ADMIN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        await self._refresh()
        yield EnginesState.check
        yield EnginesState.watch

    @handler(Policy.ADMIN, background=True)
    async def check(self) -> None:
        """Ask every engine. One that does not answer takes two seconds."""
        async with self:
            if self.is_checking:
                return
            self.is_checking = True
        current = runtime.current()
        found: list[EngineView] | None = None
        try:
            async with self._reader() as reader:
                found = await engines.list_engines(reader, current.providers, current.objects)
        finally:
            async with self:
                self.is_checking = False
                self.is_failed = found is None
                if found is not None:
                    self._show(found)

    @handler(Policy.ADMIN, background=True)
    async def try_engine(self, name: str, purpose: str) -> AsyncGenerator[Any]:
        """Have an engine do something small; it may take minutes."""
        key = _key(name, purpose)
        async with self:
            if key in self.trying:
                return
            self.trying = [*self.trying, key]
            self.trials = {shown: trial for shown, trial in self.trials.items() if shown != key}
        came: dict[str, TrialView] = {}
        try:
            async with self._reader() as reader:
                came[key] = await engines.try_engine(
                    reader, runtime.current().providers, name, purpose
                )
        finally:
            async with self:
                self.trying = [other for other in self.trying if other != key]
                self.trials = {**self.trials, **came}
        if came and came[key].is_ok:
            yield EnginesState.check

    @handler(Policy.ADMIN)
    async def fetch_part(self, name: str) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await engines.fetch_part(work, runtime.current().providers, name)
        await self._refresh()
        yield notice("engines.fetching")

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("job")]

    async def _refresh(self) -> None:
        """The parts, and the jobs that fetch them. Engines are asked only when somebody wants to know."""
        async with self._reader() as reader:
            found = await engines.list_parts(reader, runtime.current().providers)
            fetching = await _fetching(reader)
        self.parts = [
            PartRow(
                name=part.name,
                title=part.title,
                licence=part.licence,
                megabytes=round(part.size / 1_000_000),
                is_present=part.is_present,
                problem=part.problem,
                **fetching.get(part.name, IDLE),
            )
            for part in found
        ]

    def _show(self, found: list[EngineView]) -> None:
        self.engines = [_engine_row(engine) for engine in found]
        configured = {engine.purpose for engine in found}
        self.uses = [_use_row(each, found) for each in PURPOSES if each in configured]
        self.checked_at = instant(found[-1].checked_at)
        self.is_loaded = True


IDLE: dict[str, Any] = {"job_href": "", "doing_key": "", "doing_facts": {}, "percent": 0}


async def _fetching(reader: Reader) -> dict[str, dict[str, Any]]:
    """How far each part is that is being fetched, by its name."""
    chosen = JobFilter(kind=FetchEnginePart.kind, group="active")
    page = await list_jobs(reader, chosen, PageRequest())
    found: dict[str, dict[str, Any]] = {}
    for job in page.items:
        doing = job.message or job.status
        found[str((await get_job(reader, job.id)).args["part"])] = {
            "job_href": f"/jobs/{job.id}",
            "doing_key": doing.key,
            "doing_facts": plain(doing.facts),
            "percent": round(job.progress * 100),
        }
    return found


def _key(name: str, purpose: str) -> str:
    return f"{purpose}:{name}"


def _engine_row(engine: EngineView) -> EngineRow:
    return EngineRow(
        key=_key(engine.name, engine.purpose),
        name=engine.name,
        purpose=engine.purpose,
        place=engine.place,
        is_in_use=engine.is_in_use,
        readiness=engine.readiness,
        reason=engine.reason,
        hint=engine.hint,
        version=engine.version,
        models=tuple(
            ModelRow(
                name=model.name,
                megabytes=round((model.size or 0) / 1e6),
                details=tuple(model.details.items()),
            )
            for model in engine.models
        ),
        capabilities=engine.capabilities,
        elapsed_ms=engine.elapsed_ms,
        rests_since=instant(engine.rests_since) if engine.rests_since else "",
        rests_until=instant(engine.rests_until) if engine.rests_until else "",
    )


def _use_row(purpose: str, found: Sequence[EngineView]) -> UseRow:
    used = next(engine for engine in found if engine.purpose == purpose and engine.is_in_use)
    standing = "ready"
    if used.readiness != "ready":
        standing = "stopped"
    elif used.place > 1:
        standing = "instead"
    elif used.name in BUILT_IN:
        standing = "built_in"
    return UseRow(
        purpose=purpose,
        engine=used.name,
        model=used.models[0].name if len(used.models) == 1 else "",
        standing=standing,
    )
