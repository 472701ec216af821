"""/practice: how much there is to practise; the questions themselves come from the API."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.ids import CourseId, PracticeCardId, read_id
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.practice.commands import change_settings, put_away
from alp_app.services.practice.errors import UnknownZone
from alp_app.services.practice.inputs import SettingsInput
from alp_app.services.practice.queries import get_summary, list_cards
from alp_app.services.practice.views import ListedCardView, SummaryView
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import browser_zone, route_argument

SHOWN = 50


class PracticeState(Live, rx.State):
    is_loaded: bool = False
    course_id: str = ""
    """The only course to practise; empty: all."""
    summary: SummaryView | None = None
    new_per_day: str = ""
    cards: rx.Field[list[ListedCardView]] = rx.field(default_factory=list[ListedCardView])
    """The latest met."""
    has_more: bool = False

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id = route_argument("course")
        await self._refresh()
        yield PracticeState.watch

    @handler(Policy.SIGNED_IN)
    async def refresh(self) -> None:
        """A question was answered on this page."""
        await self._refresh()

    @handler(Policy.SIGNED_IN)
    async def choose_new_per_day(self, number: str) -> AsyncGenerator[Any]:
        inputs = SettingsInput.model_validate({"new_per_day": number})
        async with self._work() as work:
            await change_settings(work, inputs=inputs)
        await self._refresh()
        yield notice("practice.settings_saved", tone="ok")

    @handler(Policy.SIGNED_IN)
    async def put_away(self, card_id: PracticeCardId, is_put_away: bool) -> None:
        async with self._work() as work:
            await put_away(work, card_id, is_put_away=is_put_away)
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [await self._topic("learning", user_id=actor.user_id)]

    async def _refresh(self) -> None:
        course_id = CourseId(read_id(self.course_id)) if self.course_id else None
        async with self._reader() as reader:
            try:
                found = await get_summary(reader, zone=browser_zone(), course_id=course_id)
            except UnknownZone:
                found = await get_summary(reader, course_id=course_id)
            listed = await list_cards(reader, PageRequest(limit=SHOWN))
        self.summary, self.new_per_day = found, str(found.new_per_day)
        self.cards, self.has_more = list(listed.items), listed.next_cursor is not None
        self.is_loaded = True
