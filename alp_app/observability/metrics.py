"""What is counted and timed while the product runs.

Each process counts for itself. Where several serve one address, `alp up` names a directory in
`PROMETHEUS_MULTIPROC_DIR` before they start, and `exposition` adds up what they wrote there.
"""

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
    multiprocess,
)
from prometheus_client.values import MutexValue, ValueClass

CONTENT_TYPE = CONTENT_TYPE_LATEST

REQUESTS = Counter("alp_http_requests_total", "Requests answered.", ["method", "route", "status"])
REQUEST_SECONDS = Histogram(
    "alp_http_request_seconds",
    "Time until the last byte of an answer.",
    ["route"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
SOCKETS = Gauge("alp_sockets_open", "Browser tabs connected.", multiprocess_mode="livesum")
EVENTS = Counter(
    "alp_page_events_total",
    "Page events by what was decided: allowed, refused, undeclared, limited.",
    ["outcome"],
)
ENGINE_SECONDS = Histogram(
    "alp_engine_seconds",
    "Time an engine took for one call.",
    ["engine", "outcome"],
    buckets=(0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 900),
)


def exposition() -> bytes:
    """Everything counted so far, by this process or by all that share a directory, as text."""
    if ValueClass is MutexValue:
        return generate_latest(REGISTRY)
    registry = CollectorRegistry()
    multiprocess.MultiProcessCollector(registry)
    return generate_latest(registry)
