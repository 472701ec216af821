"""Jobs, queues and workers as Prometheus reads them: counted in the database, since the processes that
run jobs do not live long enough to be asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    kind: str
    state: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    queue: str
    waiting: int
    running: int
    oldest_age: timedelta
    workers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StepFigures:
    """Steps finished in the last hour."""

    kind: str
    step: str
    count: int
    median_seconds: float
    p95_seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class JobFigures:
    kinds: Sequence[KindFigures]
    queues: Sequence[QueueFigures]
    steps: Sequence[StepFigures]
    resting: Sequence[str] = ()
    """Engines whose circuit is open, as `text:ollama`."""


def exposition(figures: JobFigures) -> bytes:
    registry = CollectorRegistry()
    registry.register(_Figures(figures))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, figures: JobFigures) -> None:
        self._figures = figures

    def collect(self) -> Iterator[Metric]:
        yield from self._kinds()
        yield from self._queues()
        yield from self._steps()
        resting = GaugeMetricFamily(
            "alp_engine_resting", "Engines left alone because they fail.", labels=["engine"]
        )
        for engine in self._figures.resting:
            resting.add_metric([engine], 1)
        yield resting

    def _kinds(self) -> Iterator[Metric]:
        jobs = GaugeMetricFamily(
            "alp_jobs", "Jobs that are known, by kind and state.", labels=["kind", "state"]
        )
        for item in self._figures.kinds:
            jobs.add_metric([item.kind, item.state], item.count)
        yield jobs

    def _queues(self) -> Iterator[Metric]:
        waiting = _by_queue("alp_queue_waiting", "Jobs that are due and wait for a worker.")
        running = _by_queue("alp_queue_running", "Jobs that a worker runs.")
        age = _by_queue("alp_queue_age_seconds", "How long the first in line has been due.")
        workers = _by_queue("alp_queue_workers", "Workers that gave a sign of life of late.")
        for item in self._figures.queues:
            waiting.add_metric([item.queue], item.waiting)
            running.add_metric([item.queue], item.running)
            age.add_metric([item.queue], item.oldest_age.total_seconds())
            workers.add_metric([item.queue], item.workers)
        yield from (waiting, running, age, workers)

    def _steps(self) -> Iterator[Metric]:
        count = GaugeMetricFamily(
            "alp_job_steps", "Steps finished in the last hour.", labels=["kind", "step"]
        )
        seconds = GaugeMetricFamily(
            "alp_job_step_seconds",
            "Time that the steps of the last hour took.",
            labels=["kind", "step", "quantile"],
        )
        for item in self._figures.steps:
            count.add_metric([item.kind, item.step], item.count)
            seconds.add_metric([item.kind, item.step, "0.5"], item.median_seconds)
            seconds.add_metric([item.kind, item.step, "0.95"], item.p95_seconds)
        yield from (count, seconds)


def _by_queue(name: str, documentation: str) -> GaugeMetricFamily:
    return GaugeMetricFamily(name, documentation, labels=["queue"])
