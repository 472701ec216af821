"""/assignments/[assignment_id]/peers: what learners found in the work of others."""

from collections.abc import AsyncGenerator, Sequence
from typing import Any

import reflex as rx

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import AssignmentId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.assignments import peers
from alp_app.services.assignments.inputs import HandOnInput
from alp_app.services.assignments.views import PeerRow, ReviewerRow
from state.assignments.watched import course_of
from state.base import handler
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


class PeersState(Live, rx.State):
    assignment_id: str = ""
    classroom_id: str = ""
    class_name: str = ""
    title: str = ""
    is_open: bool = False
    """Whether the work was given out."""
    may_count: bool = False
    work: rx.Field[list[PeerRow]] = rx.field(default_factory=list[PeerRow])
    reviewers: rx.Field[list[ReviewerRow]] = rx.field(default_factory=list[ReviewerRow])
    to_use: int = 0
    to_hand_on: int = 0
    is_time_over: bool = False
    is_asking: bool = False
    """Until when reviews are taken, if others take some over."""
    is_loaded: bool = False
    is_missing: bool = False

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self.assignment_id = route_argument("assignment_id")
        await self._refresh()
        if self.is_loaded:
            yield PeersState.watch

    @handler(Policy.STAFF)
    async def open(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            await peers.open_reviews(work, self._assignment_id)
        await self._refresh()
        yield notice("peers.opened", tone="ok")

    @handler(Policy.STAFF)
    async def use_marks(self) -> AsyncGenerator[Any]:
        async with self._work() as work:
            used = await peers.use_peer_marks(work, self._assignment_id)
        await self._refresh()
        yield notice("peers.used", tone="ok", facts={"n": used.count})

    @handler(Policy.STAFF)
    async def ask_to_hand_on(self) -> AsyncGenerator[Any]:
        """Reviews whose time is over need more of it first."""
        if self.is_time_over:
            self.is_asking = True
        else:
            yield await self._hand_on(HandOnInput())

    @handler(Policy.STAFF)
    async def leave(self) -> None:
        self.is_asking = False

    @handler(Policy.STAFF)
    async def hand_on(self, form: Filled) -> AsyncGenerator[Any]:
        told = await self._hand_on(read_form(HandOnInput, form))
        self.is_asking = False
        yield told

    async def _hand_on(self, inputs: HandOnInput) -> Any:
        async with self._work() as work:
            handed = await peers.hand_on_reviews(work, self._assignment_id, inputs=inputs)
        await self._refresh()
        return notice("peers.handed_on", tone="ok", facts={"n": handed.count, "left": handed.left})

    @property
    def _assignment_id(self) -> AssignmentId:
        return AssignmentId(read_id(self.assignment_id))

    async def _topics(self) -> Sequence[Topic]:
        async with self._reader() as reader:
            course_id = await course_of(reader, self._assignment_id)
        return [await self._topic("grading", course_id=course_id)]

    async def _refresh(self) -> None:
        try:
            async with self._reader() as reader:
                view = await peers.get_peers(reader, self._assignment_id)
        except (Forbidden, NotFound):
            self.is_missing = True
            return
        assignment = view.assignment
        self.classroom_id = str(assignment.classroom_id)
        self.class_name, self.title = assignment.class_name, assignment.title
        self.is_open = assignment.reviews_opened_at is not None
        self.may_count = assignment.reviews_count
        self.work, self.reviewers = list(view.work), list(view.reviewers)
        self.to_use, self.to_hand_on = view.to_use, view.to_hand_on
        self.is_time_over, self.is_loaded = view.is_time_over, True
