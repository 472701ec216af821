"""Why a key: the evidence for the answer of one question, in a dialog over the bank or a lesson; and
stepping through the held ones."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any

import reflex as rx

from alp_app.kit.ids import CourseId, QuestionId, QuestionVersionId, read_id
from alp_app.kit.pages import PageRequest
from alp_app.security.policies import Policy
from alp_app.services.assessment import bank
from alp_app.services.assessment.bank_inputs import HELD, BankFilter
from alp_app.services.assessment.draft_views import KeyLine
from alp_app.services.assessment.revealing import key_lines
from alp_app.services.evidence import keys_commands, keys_queries
from alp_app.services.evidence.keys_inputs import KeysToCheck, KeyWord
from alp_app.services.evidence.keys_views import KeyCheckView, KeyView
from alp_app.services.sources.rules import source_place_href
from state.base import CoreAccess, handler
from state.courses.editor import EditorState
from state.courses.undo import undo_of
from state.notices import notice
from state.reflex_internals import route_argument

MOST_HELD = 200


@dataclass(frozen=True)
class ReasonLine:
    key: str
    detail: str
    count: int


@dataclass(frozen=True)
class BlindLine:
    """A blind solution."""

    engine: str
    answer: str
    outcome: str
    shown: str
    """The options in the order in which they were shown."""


@dataclass(frozen=True)
class CheckShown:
    """The latest check by the rules."""

    verdict: str
    checked_at: str
    method: str
    basis: str
    reasons: list[ReasonLine]
    blind: list[BlindLine]
    quote: str
    quote_outcome: str
    """Empty where no sources were looked at."""
    quote_page: int
    quote_href: str
    """The page that shows the source at this place; empty without one."""
    rival: str
    expression: str
    value: str
    recomputed: str
    """How working the number out again went; empty where nothing was."""
    lookalikes: list[str]
    cues: list[ReasonLine]


@dataclass(frozen=True)
class WordShown:
    """The latest word of a person."""

    verdict: str
    name: str
    at: str
    note: str


class KeyState(CoreAccess, rx.State):
    is_open: bool = False
    question_id: str = ""
    course_id: str = ""
    stem: str = ""
    key: rx.Field[list[KeyLine]] = rx.field(default_factory=list[KeyLine])
    verdict: str = ""
    author: str = ""
    is_by_model: bool = False
    check: CheckShown | None = None
    word: WordShown | None = None
    place: int = 0
    """Among the held ones that are stepped through, from 1; 0 when one is looked at by itself."""
    total: int = 0
    _version_id: str = ""
    _queue: rx.Field[list[str]] = rx.field(default_factory=list[str])
    _leads_to_checklist: bool = False

    @handler(Policy.STAFF)
    async def look(self, question_id: QuestionId, course_id: str) -> None:
        """`course_id` is empty where the address of the page names the course."""
        self.reset()
        self.course_id = course_id or route_argument("course_id")
        await self._show(str(question_id))

    @handler(Policy.STAFF)
    async def step_through(self) -> AsyncGenerator[Any]:
        """Begin with the oldest that is held in the course of the address."""
        await self._begin(route_argument("course_id"))
        if not self._queue:
            yield notice("key.none_held", tone="ok")

    @handler(Policy.STAFF)
    async def step_through_to_publish(self, course_id: CourseId) -> AsyncGenerator[Any]:
        """The last part of going through a draft: the checklist opens behind the last one."""
        await self._begin(str(course_id))
        self._leads_to_checklist = True
        if not self._queue:
            yield EditorState.open_checklist

    @handler(Policy.STAFF)
    async def go(self, by: int) -> None:
        """To another one of those that are stepped through."""
        await self._go(self.place - 1 + by)

    @handler(Policy.STAFF)
    async def vouch(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await keys_commands.vouch_for_key(
                work, self._course, self._question, word=self._word
            )
        yield notice(change.name, tone="ok", undo=undo_of(change))
        yield await self._after()

    @handler(Policy.STAFF)
    async def hold(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await keys_commands.hold_key(
                work, self._course, self._question, word=self._word
            )
        yield notice(change.name, tone="ok", undo=undo_of(change))
        yield await self._after()

    @handler(Policy.STAFF)
    async def check_again(self) -> AsyncGenerator[Any]:
        await self._check([self._question])
        yield notice("key.check_started", tone="ok")

    @handler(Policy.STAFF)
    async def check_all(self) -> AsyncGenerator[Any]:
        """All by engines that no check has looked at."""
        self.course_id = route_argument("course_id")
        await self._check([])
        yield notice("key.check_started", tone="ok")

    @handler(Policy.STAFF)
    async def close(self) -> None:
        self.is_open = False

    async def _begin(self, course_id: str) -> None:
        self.reset()
        self.course_id = course_id
        async with self._reader() as reader:
            found = await bank.list_bank(
                reader, self._course, BankFilter(verdict=HELD), PageRequest(limit=MOST_HELD)
            )
        self._queue = [str(entry.id) for entry in reversed(found.items)]
        self.total = len(self._queue)
        await self._go(0)

    async def _check(self, question_ids: list[QuestionId]) -> None:
        wanted = KeysToCheck(question_ids=question_ids)
        async with self._work() as work:
            await keys_commands.check_keys(work, self._course, wanted=wanted)

    async def _go(self, place: int) -> None:
        if 0 <= place < len(self._queue):
            self.place = place + 1
            await self._show(self._queue[place])

    async def _after(self) -> list[rx.event.EventSpec]:
        """On to the next held one. The last one is shown as it is now, unless the checklist follows."""
        if self.place and self.place < self.total:
            await self._go(self.place)
        elif self._leads_to_checklist and self.place:
            self.is_open = False
            return [EditorState.open_checklist]
        else:
            await self._show(self.question_id)
        return []

    async def _show(self, question_id: str) -> None:
        async with self._reader() as reader:
            wanted = QuestionId(read_id(question_id))
            found = await keys_queries.get_key(reader, self._course, wanted)
            banked = await bank.get_bank_question(reader, self._course, wanted)
        self.question_id, self._version_id = question_id, str(found.version_id)
        self.stem = banked.content.stem or banked.stem
        self.key = list(key_lines(banked.content))
        self.verdict, self.author = found.verdict.value, found.author
        self.is_by_model = found.is_by_model
        self.check = next((_check(each) for each in found.checks if each.found), None)
        self.word = _word(found)
        self.is_open = True

    @property
    def _course(self) -> CourseId:
        return CourseId(read_id(self.course_id))

    @property
    def _question(self) -> QuestionId:
        return QuestionId(read_id(self.question_id))

    @property
    def _word(self) -> KeyWord:
        return KeyWord(version_id=QuestionVersionId(read_id(self._version_id)))


def _word(found: KeyView) -> WordShown | None:
    said = next((each for each in found.checks if each.found is None), None)
    if said is None:
        return None
    return WordShown(
        verdict=said.verdict.value,
        name=said.decided_by,
        at=said.checked_at.isoformat(),
        note=said.note,
    )


def _check(check: KeyCheckView) -> CheckShown:
    evidence, quote = check.evidence, check.evidence.quote
    again = evidence.recomputation
    return CheckShown(
        verdict=check.found.value if check.found else "",
        checked_at=check.checked_at.isoformat(),
        method=check.method,
        basis=evidence.basis,
        reasons=[ReasonLine(each.key, each.detail, each.count) for each in check.reasons],
        blind=[
            BlindLine(
                engine=f"{each.engine} · {each.model}" if each.model else each.engine,
                answer=each.answer or each.reason,
                outcome=each.outcome,
                shown=" / ".join(each.shown),
            )
            for each in evidence.blind
        ],
        quote=quote.quote if quote else "",
        quote_outcome=quote.outcome if quote else "",
        quote_page=(quote.page or 0) if quote else 0,
        quote_href=source_place_href(
            quote.source_id, page=quote.page, passage_id=quote.passage_id, quote=quote.quote
        )
        if quote and quote.source_id
        else "",
        rival=quote.rival if quote else "",
        expression=again.expression if again else "",
        value=again.value if again else "",
        recomputed=again.outcome if again else "",
        lookalikes=[each.stem for each in evidence.lookalikes],
        cues=[ReasonLine(each.kind, each.detail, 1) for each in evidence.cues],
    )
