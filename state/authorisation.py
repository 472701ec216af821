"""Decides, before any handler runs, whether this browser may run it."""

from datetime import timedelta

import reflex as rx
from reflex.app import App
from reflex.event import Event
from reflex.state import BaseState, StateUpdate

from alp_app import runtime
from alp_app.kit.errors import Forbidden
from alp_app.observability import metrics
from alp_app.security.rate_limits import Limit, LocalBuckets, TooManyRequests
from state.base import policy_of
from state.reflex_internals import (
    FRAMEWORK_HANDLERS,
    current_token,
    registered_handler,
    request_headers,
)

PER_TAB = Limit("events", 300, timedelta(seconds=30))
"""Far more than a person causes, far less than it takes to hold up a worker."""


class Authorisation(rx.Middleware):
    """Denies by default, on every event: clicked, loaded, chained or in the background."""

    def __init__(self) -> None:
        self._buckets = LocalBuckets()

    async def preprocess(self, app: App, state: BaseState, event: Event) -> StateUpdate | None:
        wait = self._buckets.take(PER_TAB, current_token())
        if wait > 0:
            metrics.EVENTS.labels(outcome="limited").inc()
            raise TooManyRequests(max(1, round(wait)))
        if event.name in FRAMEWORK_HANDLERS:
            return None
        function = registered_handler(event.name)
        policy = policy_of(function) if function else None
        if policy is None:
            metrics.EVENTS.labels(outcome="undeclared").inc()
            raise Forbidden("This is not something a page can ask for.")
        actors = runtime.current().actors
        try:
            policy.require(await actors.for_cookie(request_headers().get("cookie", "")))
        except Exception:  # counted and passed on
            metrics.EVENTS.labels(outcome="refused").inc()
            raise
        metrics.EVENTS.labels(outcome="allowed").inc()
        return None
