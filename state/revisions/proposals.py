"""What engines propose for the parts of a draft: asking, deciding, and what a changed source touches."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import reflex as rx

from alp_app.kit.forms import Filled, read_form
from alp_app.kit.ids import BlockId, CourseId, LessonId, ProposalId, QuestionId, read_id
from alp_app.notices import Topic
from alp_app.security.policies import Policy
from alp_app.services.revisions import affected, commands, queries
from alp_app.services.revisions.inputs import AffectedWish, BlockWish, Preset, Wish
from alp_app.services.revisions.views import PartChangeView, ProposalView
from state.base import handler
from state.courses.undo import UndoState
from state.live import Live
from state.notices import notice
from state.reflex_internals import route_argument


@dataclass(frozen=True)
class SentenceChoice:
    id: str
    text: str


@dataclass(frozen=True)
class ShownGround:
    text: str
    verdict: str
    source: str
    quote: str


@dataclass(frozen=True)
class ShownPiece:
    kind: str
    text: str


@dataclass(frozen=True)
class ShownChange:
    kind: str
    is_new: bool
    is_removed: bool
    pieces: tuple[ShownPiece, ...]
    kept: tuple[str, ...]
    grounds: tuple[ShownGround, ...]
    src_before: str
    src_after: str
    alt_after: str
    is_placeholder: bool


@dataclass(frozen=True)
class ShownProposal:
    id: str
    block_id: str
    lesson_id: str
    part: str
    preset: str
    instruction: str
    state: str
    """As `ProposalState`; `failed` when its job has, `cancelled` when it was."""
    before: int
    message_key: str
    message_facts: dict[str, Any]
    error_code: str
    error_message: str
    model: str
    changes: tuple[ShownChange, ...]


@dataclass(frozen=True)
class ShownAffected:
    id: str
    part: str
    lesson_id: str
    lesson_title: str
    text: str
    quote: str
    is_writable: bool


class ProposalsState(Live, rx.State):
    proposals: rx.Field[list[ShownProposal]] = rx.field(default_factory=list[ShownProposal])
    asking: str = ""
    """Id of the block, question or lesson that somebody is about to have written again, or nothing."""
    asking_part: str = ""
    sentences: rx.Field[list[SentenceChoice]] = rx.field(default_factory=list[SentenceChoice])
    """Of the block that is asked about."""
    chosen: str = ""
    """Id of one of them; empty for the whole."""
    affected: rx.Field[list[ShownAffected]] = rx.field(default_factory=list[ShownAffected])
    writable: int = 0
    _course: str = ""

    @handler(Policy.STAFF)
    async def load(self) -> AsyncGenerator[Any]:
        self.reset()
        self._course = route_argument("course_id")
        await self._refresh()
        await self._look_for_changes()
        yield ProposalsState.watch

    @handler(Policy.STAFF)
    async def ask(self, part: str, part_id: UUID) -> None:
        """Open the form for one part; for a block with its sentences to choose from."""
        self.asking, self.asking_part, self.chosen = str(part_id), part, ""
        self.sentences = []
        if part == "block":
            async with self._reader() as reader:
                found = await queries.list_sentences(reader, BlockId(part_id))
            self.sentences = [SentenceChoice(str(item.id), item.text) for item in found]

    @handler(Policy.STAFF)
    async def choose(self, sentence_id: str) -> None:
        self.chosen = sentence_id

    @handler(Policy.STAFF)
    async def stop_asking(self) -> None:
        self.asking = ""

    @handler(Policy.STAFF)
    async def send(self, form: Filled) -> None:
        """Ask in free words."""
        wish: Wish = read_form(Wish, {"instruction": form.get("instruction", "")})
        await self._ask(wish)

    @handler(Policy.STAFF)
    async def send_preset(self, preset: Preset) -> None:
        await self._ask(Wish(preset=preset))

    @handler(Policy.STAFF)
    async def accept(self, proposal_id: ProposalId) -> AsyncGenerator[Any]:
        async with self._work() as work:
            decided = await commands.accept_proposal(work, proposal_id)
        await self._refresh()
        if decided.change_id is None:
            yield notice("proposal.stale", tone="warn")
        else:
            yield notice(
                "proposal.accepted",
                tone="ok",
                undo=UndoState.undo_change(str(decided.change_id)),
            )

    @handler(Policy.STAFF)
    async def refuse(self, proposal_id: ProposalId) -> None:
        async with self._work() as work:
            await commands.refuse_proposal(work, proposal_id)
        await self._refresh()

    @handler(Policy.STAFF)
    async def rewrite_affected(self, *, is_direct: bool) -> AsyncGenerator[Any]:
        async with self._work() as work:
            started = await affected.rewrite_affected(
                work, self._course_id, wish=AffectedWish(is_direct=is_direct)
            )
        await self._refresh()
        yield notice("proposal.affected_begun", tone="ok", facts={"n": len(started.proposal_ids)})

    @property
    def _course_id(self) -> CourseId:
        return CourseId(read_id(self._course))

    async def _ask(self, wish: Wish) -> None:
        asked = read_id(self.asking)
        async with self._work() as work:
            if self.asking_part == "question":
                await commands.rewrite_question(work, QuestionId(asked), wish=wish)
            elif self.asking_part == "lesson":
                await commands.rewrite_lesson(work, LessonId(asked), wish=wish)
            else:
                given = wish.model_dump() | {"sentence_id": self.chosen or None}
                block_wish = BlockWish.model_validate(given)
                await commands.rewrite_block(work, BlockId(asked), wish=block_wish)
        self.asking = ""
        await self._refresh()

    async def _topics(self) -> Sequence[Topic]:
        return [
            await self._topic("course", course_id=self._course_id),
            await self._topic("job", course_id=self._course_id),
        ]

    async def _refresh(self) -> None:
        async with self._reader() as reader:
            found = await queries.list_proposals(reader, self._course_id)
        self.proposals = [_shown(item) for item in found]
        if self.affected:
            await self._look_for_changes()

    async def _look_for_changes(self) -> None:
        async with self._reader() as reader:
            found = await affected.list_affected(reader, self._course_id)
        self.writable = found.writable
        self.affected = [
            ShownAffected(
                id=str(part.part_id),
                part=part.part.value,
                lesson_id=str(part.lesson_id),
                lesson_title=part.lesson_title,
                text=part.text,
                quote=" … ".join(part.quotes),
                is_writable=part.is_writable,
            )
            for part in found.parts
        ]


def _shown(proposal: ProposalView) -> ShownProposal:
    return ShownProposal(
        id=str(proposal.id),
        block_id=str(proposal.block_id or ""),
        lesson_id=str(proposal.lesson_id or ""),
        part=proposal.part.value,
        preset=proposal.preset.value if proposal.preset else "",
        instruction=proposal.instruction,
        state=_state(proposal),
        before=proposal.before if proposal.before is not None else -1,
        message_key=proposal.message.key if proposal.message else "",
        message_facts=proposal.message.facts if proposal.message else {},
        error_code=proposal.error_code,
        error_message=proposal.error_message,
        model=proposal.model,
        changes=tuple(_change(item) for item in proposal.changes),
    )


def _state(proposal: ProposalView) -> str:
    if not proposal.is_given_up:
        return proposal.state.value
    return "failed" if proposal.error_code else "cancelled"


def _change(change: PartChangeView) -> ShownChange:
    before, after = change.picture_before, change.picture_after
    return ShownChange(
        kind=change.kind,
        is_new=change.is_new,
        is_removed=change.is_removed,
        pieces=tuple(ShownPiece(piece.kind.value, piece.text) for piece in change.pieces),
        kept=change.kept,
        grounds=tuple(
            ShownGround(
                text=ground.text,
                verdict=ground.support.verdict.value if ground.support else "",
                source="; ".join(ground.sources),
                quote=" … ".join(ground.quotes),
            )
            for ground in change.grounds
        ),
        src_before=before.src if before else "",
        src_after=after.src if after else "",
        alt_after=after.alt if after else "",
        is_placeholder=after.is_placeholder if after else False,
    )
