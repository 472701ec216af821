"""/: what to do next, or the school's front page for a visitor."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.classes.queries import list_my_classes
from alp_app.services.classes.views import MyClassView
from alp_app.services.community.announcements import list_news
from alp_app.services.community.views import AnnouncementView
from alp_app.services.courses.catalogue import list_catalogue
from alp_app.services.courses.catalogue_views import CatalogueEntry, CatalogueFilter
from alp_app.services.learning.advising import get_advice
from alp_app.services.learning.errors import UnknownZone
from alp_app.services.learning.queries import get_home
from alp_app.services.learning.views import ContinueView, DayMinutes, MyCourseView
from alp_app.services.practice.queries import get_summary
from state.base import handler
from state.learning.advice_shown import AdviceShown, advice_shown
from state.live import Live
from state.reflex_internals import browser_zone

SHOWN_COURSES = 6


class HomeState(Live, rx.State):
    is_loaded: bool = False
    next_up: ContinueView | None = None
    courses: rx.Field[list[MyCourseView]] = rx.field(default_factory=list[MyCourseView])
    week: rx.Field[list[DayMinutes]] = rx.field(default_factory=list[DayMinutes])
    minutes: int = 0
    most_minutes: int = 1
    active_days: int = 0
    news: rx.Field[list[AnnouncementView]] = rx.field(default_factory=list[AnnouncementView])
    classes: rx.Field[list[MyClassView]] = rx.field(default_factory=list[MyClassView])
    """Where there is work to hand in."""
    practice_due: int = 0
    """Questions to practise now, of all courses."""
    advice: rx.Field[list[AdviceShown]] = rx.field(default_factory=list[AdviceShown])
    """What to study next in the course to go on with, and why."""
    new_courses: rx.Field[list[CatalogueEntry]] = rx.field(default_factory=list[CatalogueEntry])

    @handler(Policy.EVERYONE)
    async def load(self) -> AsyncGenerator[Any]:
        await self._refresh()
        yield HomeState.watch

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [
            await self._topic("learning", user_id=actor.user_id),
            await self._topic("course"),
            await self._topic("community"),
        ]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            found = await list_catalogue(
                reader, CatalogueFilter(), PageRequest(limit=SHOWN_COURSES)
            )
            self.new_courses = [entry for entry in found.items if not entry.is_enrolled]
            if reader.actor.is_signed_in:
                zone = browser_zone()
                try:
                    home = await get_home(reader, zone=zone)
                except UnknownZone:
                    zone = "UTC"
                    home = await get_home(reader)
                self.practice_due = (await get_summary(reader, zone=zone)).now
                self.advice = []
                if home.continue_with is not None:
                    course_id = home.continue_with.course.course_id
                    self.advice = advice_shown(await get_advice(reader, course_id, zone=zone))
                self.news = await list_news(reader)
                self.next_up = home.continue_with
                self.courses = list(home.courses)
                self.classes = await list_my_classes(reader)
                self.week = list(home.week)
                self.minutes = sum(day.minutes for day in home.week)
                self.most_minutes = max(1, *(day.minutes for day in home.week))
                self.active_days = sum(day.minutes > 0 for day in home.week)
        self.is_loaded = True
