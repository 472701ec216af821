"""/courses/[slug]: what a course is, and where I am in it."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.certificates.queries import list_mine
from alp_app.services.courses.catalogue import get_course_page
from alp_app.services.courses.catalogue_views import CoursePage
from alp_app.services.learning.advising import list_my_evidence
from alp_app.services.learning.commands import enrol
from alp_app.services.learning.locks import is_viewed, locks_in
from alp_app.services.learning.queries import get_progress
from alp_app.services.learning.views import MissingView
from alp_app.services.mastery.queries import standings_of
from alp_app.services.mastery.views import EvidenceView
from state.base import handler
from state.learning.lock_words import words_of
from state.learning.mastery_shown import MasteryShown, mastery_shown
from state.live import Live
from state.reflex_internals import route_argument


class CoursePageState(Live, rx.State):
    page: CoursePage | None = None
    modules: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    """The outline, each lesson with its address and whether it is done."""
    sizes: rx.Field[list[int]] = rx.field(default_factory=list[int])
    """Lessons of each module, for the ruler."""
    missing: rx.Field[list[MissingView]] = rx.field(default_factory=list[MissingView])
    """What I still have to do before I have completed the course."""
    objectives: rx.Field[list[MasteryShown]] = rx.field(default_factory=list[MasteryShown])
    """What the course leads to; for its learner with what they have shown of it."""
    has_standings: bool = False
    evidence: rx.Field[list[EvidenceView]] = rx.field(default_factory=list[EvidenceView])
    """The answers that tell of one objective."""
    evidence_of: str = ""
    """The words of that objective."""
    is_evidence_open: bool = False
    has_certificate: bool = False
    continue_href: str = ""
    is_viewing: bool = False
    """A teacher sees the course as a learner of their class does."""
    is_missing: bool = False
    _slug: str = ""

    @handler(Policy.EVERYONE)
    async def load(self) -> AsyncGenerator[Any]:
        if self._slug != route_argument("slug"):
            self.reset()
            self._slug = route_argument("slug")
        await self._refresh()
        yield CoursePageState.watch

    @handler(Policy.SIGNED_IN)
    async def enrol(self) -> AsyncGenerator[Any]:
        """Enrol, and open the first lesson."""
        if self.page is None:
            return
        async with self._work() as work:
            await enrol(work, self.page.outline.course_id)
        await self._refresh()
        yield rx.redirect(self.continue_href)

    @handler(Policy.SIGNED_IN)
    async def show_evidence(self, objective_id: str) -> None:
        if self.page is None:
            return
        course_id = self.page.outline.course_id
        async with self._reader() as reader:
            self.evidence = await list_my_evidence(reader, course_id, UUID(objective_id))
        self.evidence_of = next(
            (each.text for each in self.objectives if each.id == objective_id), ""
        )
        self.is_evidence_open = True

    @handler(Policy.SIGNED_IN)
    async def hide_evidence(self) -> None:
        self.is_evidence_open = False

    async def _topics(self) -> Sequence[Topic]:
        if self.page is None:
            return []
        actor = await self._actor()
        course_id = self.page.outline.course_id
        return [
            await self._topic("course", course_id=course_id),
            await self._topic("learning", user_id=actor.user_id),
            await self._topic("class", course_id=course_id),
        ]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                page = await get_course_page(reader, self._slug)
                progress = (
                    await get_progress(reader, page.outline.course_id) if page.standing else None
                )
                standings = (
                    await standings_of(reader, reader.user_id, page.outline)
                    if page.standing
                    else ()
                )
                self.has_certificate = page.standing is not None and any(
                    each.course_id == page.outline.course_id for each in await list_mine(reader)
                )
                locks = await locks_in(reader, page.outline.course_id)
                self.is_viewing = await is_viewed(reader, page.outline.course_id)
        except NotFound:
            self.page, self.is_missing = None, True
            return
        self.page, self.is_missing = page, False
        self.missing = list(progress.missing) if progress else []
        self.has_standings = any(each.answers for each in standings)
        self.objectives = mastery_shown(standings) or [
            MasteryShown(id=str(each.id), text=each.text, bloom=each.bloom.value, mastery="")
            for each in page.outline.objectives
        ]
        modules = {each.module_id: each for each in progress.modules} if progress else {}
        done = set(page.standing.completed_lesson_ids if page.standing else ())
        self.sizes = [len(module.lessons) for module in page.outline.modules]
        self.modules = [
            {
                "number": module.number,
                "title": module.title,
                "summary": module.summary,
                "done": modules[module.id].done if module.id in modules else 0,
                "total": modules[module.id].total if module.id in modules else 0,
                "lessons": [
                    {
                        "id": str(lesson.id),
                        "number": lesson.number,
                        "title": lesson.title,
                        "summary": lesson.summary,
                        "minutes": lesson.minutes,
                        "questions": lesson.question_count,
                        "is_optional": not lesson.is_required,
                        "is_done": lesson.id in done,
                        "is_locked": lesson.id in locks,
                        **words_of(locks.get(lesson.id)),
                        "href": f"/learn/{self._slug}/{lesson.id}",
                    }
                    for lesson in module.lessons
                ],
            }
            for module in page.outline.modules
        ]
        first = next(
            (lesson["href"] for module in self.modules for lesson in module["lessons"]), ""
        )
        following = page.standing.next_lesson_id if page.standing else None
        if following in locks:
            opened = [lesson for module in page.outline.modules for lesson in module.lessons]
            following = next(
                (each.id for each in opened if each.id not in locks and each.id not in done),
                following,
            )
        self.continue_href = f"/learn/{self._slug}/{following}" if following else first
