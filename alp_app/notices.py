"""How open pages hear that something they show has changed, in whatever process it changed.

Changes are published through Redis; each web process listens once and wakes its own pages. A notice
says what changed, never how: pages ask again, as whoever is looking. Losing one is harmless.
"""

import asyncio
import json
import logging
from collections.abc import AsyncGenerator, Generator, Hashable, Iterable, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import product
from typing import Any, cast
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from alp_app.kit.ids import CourseId, JobId, OrganisationId, UserId

logger = logging.getLogger(__name__)

CHANNEL = "alp:notices"
JOBS_CHANNEL = "alp:jobs"
"""Written by the job layer, also from processes that know nothing of pages."""
RECONNECT_SECONDS = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """Something that a page may be showing has changed."""

    topic: str
    """`accounts`, `class`, `community`, `course`, `exam`, `fitting`, `grading`, `learning`, `privacy`,
    `sources` or `job`."""
    organisation_id: OrganisationId
    course_id: CourseId | None = None
    user_id: UserId | None = None
    job_id: JobId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """What a page wants to hear of. What is None may be anything."""

    name: str
    organisation_id: OrganisationId
    course_id: CourseId | None = None
    user_id: UserId | None = None


class RedisBoard:
    """`alp_app.unit_of_work.NoticeBoard` over Redis."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    async def publish(self, notices: Sequence[Notice]) -> None:
        try:
            async with self._redis.pipeline(transaction=False) as pipeline:
                for notice in notices:
                    pipeline.publish(CHANNEL, json.dumps(asdict(notice), default=str))
                await pipeline.execute()
        except (RedisError, OSError) as error:
            logger.warning("pages were not told of a change: %s", type(error).__name__)


async def heard(redis: Redis) -> AsyncGenerator[Notice | None]:
    """Every notice from now on, for as long as anybody asks. None: some may have been missed."""
    while True:
        try:
            async with redis.pubsub(ignore_subscribe_messages=True) as subscription:
                await subscription.subscribe(CHANNEL, JOBS_CHANNEL)
                yield None
                async for message in cast("AsyncGenerator[dict[str, Any]]", subscription.listen()):
                    notice = _read(message)
                    if notice is not None:
                        yield notice
        except (RedisError, OSError) as error:
            logger.warning("notices are interrupted: %s", type(error).__name__)
            await asyncio.sleep(RECONNECT_SECONDS)


@dataclass(slots=True, eq=False)
class Listener:
    """One page's ear: remembers that there was something, not how much."""

    topics: tuple[Topic, ...]
    is_retired: bool = False
    _news: asyncio.Event = field(default_factory=asyncio.Event)

    async def wait(self, seconds: float) -> bool:
        """Whether something happened within `seconds`, or since the last call."""
        try:
            async with asyncio.timeout(seconds):
                await self._news.wait()
        except TimeoutError:
            return False
        self._news.clear()
        return True

    def wake(self) -> None:
        self._news.set()


class Hub:
    """Wakes the listeners of one process."""

    def __init__(self) -> None:
        self._by_topic: dict[Topic, set[Listener]] = {}
        self._by_owner: dict[str, dict[Hashable, Listener]] = {}

    @contextmanager
    def listening(
        self, topics: Iterable[Topic], *, tab: str, name: Hashable
    ) -> Generator[Listener]:
        """An ear for `topics`. The one that this tab had under the same name is retired."""
        listener = Listener(tuple(topics))
        mine = self._by_owner.setdefault(tab, {})
        if (before := mine.get(name)) is not None:
            _retire(before)
        mine[name] = listener
        for topic in listener.topics:
            self._by_topic.setdefault(topic, set()).add(listener)
        try:
            yield listener
        finally:
            self._remove(listener, tab, name)

    def retire(self, tab: str) -> None:
        """The tab shows another page now."""
        for listener in self._by_owner.pop(tab, {}).values():
            _retire(listener)

    def tell(self, notice: Notice | None) -> None:
        """Wake whom it concerns; everybody when some notices may have been missed."""
        if notice is None:
            for listeners in self._by_topic.values():
                for listener in listeners:
                    listener.wake()
            return
        for course_id, user_id in product((notice.course_id, None), (notice.user_id, None)):
            topic = Topic(
                name=notice.topic,
                organisation_id=notice.organisation_id,
                course_id=course_id,
                user_id=user_id,
            )
            for listener in self._by_topic.get(topic, ()):
                listener.wake()

    async def run(self, redis: Redis) -> None:
        """Until cancelled."""
        async for notice in heard(redis):
            self.tell(notice)

    def _remove(self, listener: Listener, tab: str, name: Hashable) -> None:
        for topic in listener.topics:
            listeners = self._by_topic[topic]
            listeners.discard(listener)
            if not listeners:
                del self._by_topic[topic]
        mine = self._by_owner.get(tab, {})
        if mine.get(name) is listener:
            del mine[name]
            if not mine:
                del self._by_owner[tab]


def _retire(listener: Listener) -> None:
    listener.is_retired = True
    listener.wake()


def _read(message: dict[str, Any]) -> Notice | None:
    """None for what is no notice: somebody else may write to the channel."""
    try:
        values: dict[str, Any] = json.loads(message["data"])
        ids = {
            name: UUID(str(values[name]))
            for name in ("organisation_id", "course_id", "user_id", "job_id")
            if values.get(name)
        }
        topic = "job" if message["channel"] in {JOBS_CHANNEL, JOBS_CHANNEL.encode()} else None
        return Notice(topic=topic or str(values["topic"]), **cast("Any", ids))
    except (ValueError, KeyError, TypeError, AttributeError):
        logger.warning("something on the notice channels is no notice")
        return None
