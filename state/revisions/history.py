"""/studio/[course_id]/history: the states of one part of a draft, and what two of them differ in."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.ids import read_id
from alp_app.security.policies import Policy
from alp_app.services.revisions import history, restoring
from alp_app.services.revisions.errors import RevisionNotFound
from alp_app.services.revisions.views import ComparedPart, RevisionView
from state.base import CoreAccess, handler
from state.courses.undo import undo_of
from state.notices import notice
from state.reflex_internals import route_argument
from state.revisions.proposals import ShownPiece


@dataclass(frozen=True)
class ShownRevision:
    number: int
    cause: str
    model: str
    name: str
    at: str
    is_current: bool
    published: str
    """The versions of the course that hold it: `3` or `3, 4`."""


@dataclass(frozen=True)
class ShownPart:
    kind: str
    is_added: bool
    is_removed: bool
    pieces: tuple[ShownPiece, ...]


class HistoryState(CoreAccess, rx.State):
    course_id: str = ""
    lesson_id: str = ""
    title: str = ""
    part: str = ""
    revisions: rx.Field[list[ShownRevision]] = rx.field(default_factory=list[ShownRevision])
    has_more: bool = False
    number: int = 0
    """The state that is looked at."""
    against: int = 0
    """What it is compared with; 0: nothing."""
    parts: rx.Field[list[ShownPart]] = rx.field(default_factory=list[ShownPart])
    unchanged: int = 0
    is_loaded: bool = False
    _part_id: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> None:
        self.reset()
        self.course_id = route_argument("course_id")
        self.part, self._part_id = route_argument("part"), route_argument("id")
        await self._list()
        if self.revisions:
            await self._look(self.revisions[0].number)

    @handler(Policy.STAFF)
    async def show_more(self) -> None:
        await self._list(before=self.revisions[-1].number)

    @handler(Policy.STAFF)
    async def look(self, number: int) -> None:
        """Show what a state changed."""
        await self._look(number)

    @handler(Policy.STAFF)
    async def compare(self, against: str) -> None:
        """Compare the state that is looked at with another, by its number."""
        await self._compare(int(against) if against.isdecimal() else 0)

    @handler(Policy.STAFF)
    async def restore(self, number: int) -> AsyncGenerator[Any]:
        async with self._work() as work:
            change = await restoring.restore_revision(work, self._kind, self._id, number)
        self.revisions = []
        await self._list()
        await self._look(self.revisions[0].number)
        yield notice("revision.restored", tone="ok", undo=undo_of(change))

    @property
    def _kind(self) -> history.HasHistory:
        kind = history.KINDS.get(self.part)
        if kind is None:
            raise RevisionNotFound
        return kind

    @property
    def _id(self) -> UUID:
        return read_id(self._part_id)

    async def _list(self, before: int | None = None) -> None:
        async with self._reader() as reader:
            found = await history.list_revisions(reader, self._kind, self._id, before=before)
        self.title = found.title
        self.lesson_id = str(found.lesson_id or "")
        self.revisions = [*self.revisions, *(_shown(item) for item in found.revisions)]
        self.has_more = found.has_more
        self.is_loaded = True

    async def _look(self, number: int) -> None:
        self.number = number
        earlier = [one.number for one in self.revisions if one.number < number]
        await self._compare(earlier[0] if earlier else 0)

    async def _compare(self, against: int) -> None:
        self.against = against
        async with self._reader() as reader:
            found = await history.compare_revisions(
                reader, self._kind, self._id, before=against, after=self.number
            )
        self.parts = [_part(item) for item in found.parts]
        self.unchanged = found.unchanged


def _shown(revision: RevisionView) -> ShownRevision:
    return ShownRevision(
        number=revision.number,
        cause=revision.cause.value,
        model=revision.model,
        name=revision.name,
        at=revision.at.isoformat(),
        is_current=revision.is_current,
        published=", ".join(str(number) for number in revision.published),
    )


def _part(part: ComparedPart) -> ShownPart:
    return ShownPart(
        kind=part.kind,
        is_added=part.is_added,
        is_removed=part.is_removed,
        pieces=tuple(ShownPiece(piece.kind.value, piece.text) for piece in part.pieces),
    )
