"""/learn/[slug]/[lesson_id]: one lesson, at the place where its reader left it."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import NotFound
from alp_app.kit.ids import CourseId, LessonId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.courses.reading_views import ReadingDocument
from alp_app.services.fitting.queries import get_fit
from alp_app.services.learning.commands import complete_lesson, open_lesson
from alp_app.services.learning.errors import NotEnrolled
from alp_app.services.learning.queries import look_at_lesson
from alp_app.services.learning.views import EnrolmentView, LessonLink, LessonPage
from state.base import handler
from state.learning.lock_words import OPEN, LockWords, words_of
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class ReaderState(Live, rx.State):
    is_loaded: bool = False
    is_missing: bool = False
    slug: str = ""
    lesson_id: str = ""
    language: str = "en"
    course_title: str = ""
    module_title: str = ""
    title: str = ""
    lead: str = ""
    number: int = 0
    lesson_count: int = 0
    minutes: int = 0
    is_optional: bool = False
    models: str = ""
    reviewed_by: str = ""
    reviewed_at: str = ""
    is_edited_since_review: bool = False
    statements: int = 0
    sourced: int = 0
    blocks: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    references: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    standings: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    outline: rx.Field[list[dict[str, Any]]] = rx.field(default_factory=list[dict[str, Any]])
    sizes: rx.Field[list[int]] = rx.field(default_factory=list[int])
    start_block: str = ""
    video_seconds: float = 0.0
    enrolment: EnrolmentView | None = None
    is_enrolled: bool = False
    is_done: bool = False
    has_quiz: bool = False
    lock: rx.Field[LockWords] = rx.field(default_factory=lambda: OPEN)
    is_locked: bool = False
    """The class has not opened the lesson yet: the page says why and how it opens."""
    first_missing: str = ""
    """Id of the first lesson to be completed before this one; empty when there is none."""
    previous: LessonLink | None = None
    following: LessonLink | None = None
    is_fitted: bool = False
    """The words are those made for how this reader likes to read."""
    has_wide_spacing: bool = False
    course_id: str = ""
    _course_id: CourseId | None = None

    @handler(Policy.SIGNED_IN)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.slug = route_argument("slug")
        self.lesson_id = route_argument("lesson_id")
        try:
            await self._show()
        except NotEnrolled:
            yield rx.redirect(f"/courses/{self.slug}")
            return
        except NotFound:
            self.is_missing = True
            return
        if self.is_enrolled and not self.is_locked:
            async with self._work() as work:
                await open_lesson(work, self._lesson_id)
        yield ReaderState.watch

    @handler(Policy.SIGNED_IN)
    async def complete(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            done = await complete_lesson(work, self._lesson_id)
        await self._refresh()
        if done.is_course_completed:
            yield notice("learning.course_completed", tone="ok", facts={"title": self.course_title})
        elif self.following is not None:
            yield rx.redirect(f"/learn/{self.slug}/{self.following.id}")

    @handler(Policy.SIGNED_IN)
    async def quiz_completed(self, is_course_completed: bool) -> AsyncGenerator[Any]:
        """The last question of the lesson was answered."""
        await self._refresh()
        if is_course_completed:
            yield notice("learning.course_completed", tone="ok", facts={"title": self.course_title})

    @property
    def _lesson_id(self) -> LessonId:
        return LessonId(read_id(self.lesson_id))

    async def _topics(self) -> Sequence[Topic]:
        actor = await self._actor()
        return [
            await self._topic("learning", user_id=actor.user_id),
            await self._topic("class", course_id=self._course_id),
        ]

    async def _refresh(self) -> None:
        """Progress only: the text on the page stays where the reader is."""
        page = await self._page()
        if self.is_locked and page.lock is None:
            await self._show()
        else:
            self._show_progress(page)

    async def _page(self) -> LessonPage:
        async with self._reader() as reader:
            return await look_at_lesson(reader, self.slug, self._lesson_id)

    async def _show(self) -> None:
        page = await self._page()
        self._course_id, self.course_id = page.course_id, str(page.course_id)
        reading = await self._in_their_words(page)
        self.language = page.outline.language
        self.course_title = page.outline.title
        self.module_title = next(
            (
                module.title
                for module in page.outline.modules
                if any(lesson.id == reading.lesson_id for lesson in module.lessons)
            ),
            "",
        )
        self.title, self.lead, self.number = reading.title, reading.summary, reading.number
        self.lesson_count = page.outline.lesson_count
        self.minutes = reading.minutes
        self.is_optional = not reading.is_required
        self.models = ", ".join(reading.models)
        self.reviewed_by = reading.reviewed_by
        self.reviewed_at = reading.reviewed_at.isoformat() if reading.reviewed_at else ""
        self.is_edited_since_review = reading.is_edited_since_review
        self.statements, self.sourced = reading.statements, reading.sourced_statements
        self.blocks = [block.model_dump(mode="json") for block in reading.blocks]
        self.references = [item.model_dump(mode="json") for item in reading.references]
        self.standings = [item.model_dump(mode="json") for item in page.quizzes]
        self.has_quiz = reading.question_count > 0
        self.previous, self.following = page.previous, page.next
        place = page.place
        self.start_block = str(place.block_id) if place and place.block_id else ""
        self.video_seconds = (place.video_seconds if place else None) or 0.0
        self._show_progress(page)
        self.is_loaded = True

    async def _in_their_words(self, page: LessonPage) -> ReadingDocument:
        """The text that fits its reader where there is one; the same sources stand behind it."""
        if page.enrolment is None or page.lock is not None:
            return page.reading
        async with self._reader() as reader:
            fit = await get_fit(reader, self._lesson_id)
        self.has_wide_spacing = fit.preferences.has_wide_spacing
        self.is_fitted = fit.reading is not None and not fit.preferences.reads_base
        return fit.reading if fit.reading is not None and self.is_fitted else page.reading

    def _show_progress(self, page: LessonPage) -> None:
        self.enrolment = page.enrolment
        self.is_enrolled = page.enrolment is not None
        done = set(page.completed_lesson_ids)
        locks = {lock.lesson_id: lock for lock in page.locks}
        self.is_locked, self.lock = page.lock is not None, words_of(page.lock)
        missing = page.lock.missing if page.lock else ()
        self.first_missing = str(missing[0].id) if missing else ""
        self.is_done = page.reading.lesson_id in done
        self.sizes = [len(module.lessons) for module in page.outline.modules]
        self.outline = [
            {
                "id": str(module.id),
                "number": module.number,
                "title": module.title,
                "lessons": [
                    {
                        "id": str(lesson.id),
                        "number": lesson.number,
                        "title": lesson.title,
                        "href": f"/learn/{self.slug}/{lesson.id}",
                        "is_optional": not lesson.is_required,
                        "state": "locked"
                        if lesson.id in locks
                        else "done"
                        if lesson.id in done
                        else "",
                        **words_of(locks.get(lesson.id)),
                    }
                    for lesson in module.lessons
                ],
            }
            for module in page.outline.modules
        ]
