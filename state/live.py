"""Pages that change when what they show changes, wherever that happened.

    class CourseJobs(Live, rx.State):
        jobs: list[JobView] = []

        @handler(Policy.STAFF)
        async def load(self):
            await self._refresh()
            yield CourseJobs.watch

        async def _topics(self) -> list[Topic]:
            return [await self._topic("job", course_id=self._course_id)]

        async def _refresh(self) -> None:
            async with self._reader() as reader:
                self.jobs = await queries.list_jobs(reader, self._course_id)

`_refresh` runs as whoever is signed in then, at most four times a second, until the tab closes, goes
to another page or watches again.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Sequence

import reflex as rx

from alp_app import runtime
from alp_app.kit.ids import CourseId, UserId
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from state.base import CoreAccess, handler
from state.reflex_internals import current_token, is_connected_here

PAUSE_SECONDS = 0.25
CHECK_SECONDS = 15.0
"""How soon a watch ends after its tab has gone, when nothing happens."""


class Live(CoreAccess, rx.State, mixin=True):
    """Gives a page's state a `watch` event."""

    @abstractmethod
    async def _topics(self) -> Sequence[Topic]:
        """What to hear of; asked when watching starts."""

    @abstractmethod
    async def _refresh(self) -> None:
        """Ask again, and put the answer into the state."""

    async def _topic(
        self, name: str, *, course_id: CourseId | None = None, user_id: UserId | None = None
    ) -> Topic:
        actor = await self._actor()
        return Topic(
            name=name,
            organisation_id=actor.organisation_id,
            course_id=course_id,
            user_id=user_id,
        )

    @handler(Policy.EVERYONE, background=True)
    async def watch(self) -> None:
        """For everyone: what may be seen is decided by each `_refresh`."""
        tab = current_token()
        async with self:
            topics = await self._topics()
        hub = runtime.current().hub
        with hub.listening(topics, tab=tab, name=self.get_full_name()) as ear:
            while is_connected_here(tab) and not ear.is_retired:
                if not await ear.wait(CHECK_SECONDS) or ear.is_retired:
                    continue
                async with self:
                    await self._refresh()
                await asyncio.sleep(PAUSE_SECONDS)
