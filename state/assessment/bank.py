"""/studio/[course_id]/questions: the question bank of a course; and picking from it for a quiz."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import reflex as rx

from alp_app.kit.ids import BlockId, CourseId, QuestionId, read_id
from alp_app.kit.pages import PageRequest
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assessment import bank, commands, quizzes
from alp_app.services.assessment.bank_inputs import HELD, BankFilter
from alp_app.services.assessment.bank_views import BankEntry, BankQuestion, UseView
from alp_app.services.assessment.insight import list_quiz_statistics
from alp_app.services.courses.queries import get_draft
from state.base import handler
from state.courses.undo import UndoState, undo_of
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument

Shelf = Literal["category", "tag", "type", "verdict"]
AT_ONCE = 40


@dataclass(frozen=True)
class ShelfEntry:
    name: str
    count: int


@dataclass(frozen=True)
class Figures:
    """What the answers to the present wording say, in percent; empty without enough of them."""

    people: int
    facility: str
    discrimination: str
    is_key_likely_wrong: bool


class BankState(Live, rx.State):
    course_id: str = ""
    course_title: str = ""
    questions: rx.Field[list[BankEntry]] = rx.field(default_factory=list[BankEntry])
    categories: rx.Field[list[ShelfEntry]] = rx.field(default_factory=list[ShelfEntry])
    tags: rx.Field[list[ShelfEntry]] = rx.field(default_factory=list[ShelfEntry])
    types: rx.Field[list[ShelfEntry]] = rx.field(default_factory=list[ShelfEntry])
    verdicts: rx.Field[list[ShelfEntry]] = rx.field(default_factory=list[ShelfEntry])
    held: int = 0
    """Questions of the bank whose answers decide no mark."""
    text: str = ""
    category: str = ""
    tag: str = ""
    type: str = ""
    verdict: str = ""
    narrowed: int = 0
    """How many of the four are chosen."""
    has_more: bool = False
    is_loaded: bool = False
    is_exchange_open: bool = False
    shown: BankQuestion | None = None
    """Whose history is looked at."""
    uses: rx.Field[list[UseView]] = rx.field(default_factory=list[UseView])
    figures: Figures | None = None
    picking_for: str = ""
    """The quiz that questions are being picked for, or nothing."""
    _pages: int = 1

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.course_id = route_argument("course_id")
        async with self._reader() as reader:
            self.course_title = (await get_draft(reader, self._course)).course.title
        await self._refresh()
        yield BankState.watch

    @handler(Policy.STAFF)
    async def search(self, text: str) -> None:
        self.text, self._pages = text[:200], 1
        await self._refresh()

    @handler(Policy.STAFF)
    async def narrow(self, shelf: Shelf, name: str) -> None:
        """Only what stands in one category, has one tag or is of one type; all again without a name."""
        setattr(self, shelf, name)
        self._pages = 1
        await self._refresh()

    @handler(Policy.STAFF)
    async def show_more(self) -> None:
        self._pages += 1
        await self._refresh()

    @handler(Policy.STAFF)
    async def show(self, question_id: QuestionId) -> None:
        async with self._reader() as reader:
            self.shown = await bank.get_bank_question(reader, self._course, question_id)
            self.uses = await bank.list_uses(reader, self._course, question_id)
            self.figures = None
            if self.shown.answers:
                self.figures = await _figures(reader, self._course, self.shown)

    @handler(Policy.STAFF)
    async def hide(self) -> None:
        self.shown = None

    @handler(Policy.STAFF)
    async def delete(self, question_id: QuestionId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await commands.delete_bank_question(work, self._course, question_id)
        await self._refresh()
        yield notice(change.name, tone="ok", undo=undo_of(change))

    @handler(Policy.STAFF)
    async def open_exchange(self) -> None:
        self.is_exchange_open = True

    @handler(Policy.STAFF)
    async def close_exchange(self) -> None:
        self.is_exchange_open = False

    @handler(Policy.STAFF)
    async def take_in(self, change_id: str) -> AsyncGenerator[Any]:
        """A file has been imported; the bank itself hears of it like of any change."""
        self.is_exchange_open = False
        yield notice("question.imported", tone="ok", undo=UndoState.undo_change(change_id))

    @handler(Policy.STAFF)
    async def pick_for(self, block_id: BlockId) -> None:
        """Offer the bank to a quiz."""
        self.reset()
        self.course_id, self.picking_for = route_argument("course_id"), str(block_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def stop_picking(self) -> None:
        self.picking_for = ""

    @handler(Policy.STAFF)
    async def pick(self, question_id: QuestionId) -> AsyncGenerator[Any]:
        block_id = BlockId(read_id(self.picking_for))
        async with self._work() as work:
            change = await quizzes.place_question(work, block_id, question_id)
        yield notice(change.name, tone="ok", undo=undo_of(change))

    @property
    def _course(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    async def _topics(self) -> Sequence[Topic]:
        return [await self._topic("course", course_id=self._course)]

    async def _refresh(self) -> None:
        wanted = BankFilter.model_validate(
            {
                "text": self.text,
                "category": self.category,
                "tag": self.tag,
                "type": self.type,
                "verdict": self.verdict or None,
            }
        )
        async with self._reader() as reader:
            found = await bank.list_bank(
                reader, self._course, wanted, PageRequest(limit=AT_ONCE * self._pages)
            )
            shelf = await bank.get_shelf(reader, self._course)
        self.questions, self.has_more = list(found.items), found.next_cursor is not None
        self.categories = _entries(shelf.categories)
        self.tags = _entries(shelf.tags)
        self.types = _entries(shelf.types)
        self.verdicts = _entries(shelf.verdicts)
        self.held = shelf.verdicts.get(HELD, 0)
        self.narrowed = sum(map(bool, (self.category, self.tag, self.type, self.verdict)))
        self.is_loaded = True


def _entries(counts: dict[str, int]) -> list[ShelfEntry]:
    return [ShelfEntry(name, count) for name, count in sorted(counts.items()) if name]


async def _figures(reader: Any, course_id: CourseId, question: BankQuestion) -> Figures | None:
    current = str(question.versions[0].id)
    for quiz in await list_quiz_statistics(reader, course_id):
        for item in quiz.figures.items:
            if item.id == current and item.people:
                return Figures(
                    people=item.people,
                    facility=_percent(item.facility.value),
                    discrimination=_percent(item.discrimination.value),
                    is_key_likely_wrong=item.is_key_likely_wrong,
                )
    return None


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share * 100:.0f}"
