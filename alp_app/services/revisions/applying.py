"""Putting a wording into the draft, as one edit that can be undone."""

from typing import Any

from alp_app.kit import clock
from alp_app.kit.ids import BlockId, LessonId, QuestionId
from alp_app.models.assessment import Question
from alp_app.models.content import BlockContent
from alp_app.models.course import Block, Course, Lesson
from alp_app.models.questions import AnyQuestion
from alp_app.models.revision import Proposal
from alp_app.services.courses.access import blocks_of
from alp_app.services.courses.commands import add_version
from alp_app.services.courses.undo import as_it_was, done
from alp_app.services.courses.views import ChangeView
from alp_app.services.revisions import events
from alp_app.services.revisions.merging import rebased
from alp_app.services.revisions.queries import current_wording
from alp_app.unit_of_work import UnitOfWork

Entries = list[dict[str, Any]]


async def apply_wording(
    work: UnitOfWork, course: Course, proposal: Proposal, before: dict[str, Any]
) -> ChangeView | None:
    """Apply what a proposal holds onto the draft as it is now. None, with nothing changed, where
    somebody changed the same words since it was asked for. `before` puts the proposal itself back."""
    if proposal.wording is None:
        return None
    if proposal.wording.question is not None:
        entries = await _ask_anew(work, proposal, proposal.wording.question)
    else:
        entries = await _write_anew(work, proposal)
    if entries is None:
        return None
    return done(work, course, events.PROPOSAL_ACCEPTED, proposal.id, [*entries, before])


async def _ask_anew(work: UnitOfWork, proposal: Proposal, content: AnyQuestion) -> Entries | None:
    question = await work.session.get(Question, QuestionId(proposal.part_id))
    if question is None or question.deleted_at is not None:
        return None
    if (await current_wording(work, question)).question != proposal.base.question:
        return None
    before = as_it_was(question, "current_version_id")
    question.current_version_id = (await add_version(work, question, content)).id
    return [before]


async def _write_anew(work: UnitOfWork, proposal: Proposal) -> Entries | None:
    if proposal.wording is None or proposal.lesson_id is None:
        return None
    lesson = await work.session.get(Lesson, proposal.lesson_id)
    if lesson is None or lesson.deleted_at is not None:
        return None
    blocks = {item.id: item for item in await blocks_of(work.session, lesson.id)}
    planned = _planned(proposal, blocks)
    if planned is None:
        return None
    entries = [as_it_was(lesson, "reviewed_by", "reviewed_at")]
    lesson.reviewed_by = lesson.reviewed_at = None
    lesson.edited_at = clock.now()
    for block_id, content in planned.items():
        block = blocks[block_id]
        if content is None:
            entries.append(as_it_was(block, "deleted_at"))
            block.deleted_at = clock.now()
        elif content != block.content:
            entries.append(as_it_was(block, "content"))
            block.content = content
            block.revision += 1
    entries += await _add_blocks(work, lesson.id, proposal)
    return entries


def _planned(
    proposal: Proposal, blocks: dict[BlockId, Block]
) -> dict[BlockId, BlockContent | None] | None:
    """What each block that was there is to hold; None when an edit stands in the way."""
    planned: dict[BlockId, BlockContent | None] = {}
    sides = zip(
        proposal.base.blocks, proposal.wording.blocks if proposal.wording else (), strict=True
    )
    for base, proposed in sides:
        if base.content is None or proposed.content == base.content:
            continue
        current = blocks.get(base.id)
        if current is None:
            return None
        if proposed.content is None:
            if current.content != base.content:
                return None
            planned[base.id] = None
            continue
        merged = rebased(base.content, current.content, proposed.content)
        if merged is None:
            return None
        planned[base.id] = merged
    return planned


async def _add_blocks(work: UnitOfWork, lesson_id: LessonId, proposal: Proposal) -> Entries:
    """Make the blocks that were not there, each behind the one it names; undoing deletes them."""
    if proposal.wording is None:
        return []
    new = [
        (item, item.content)
        for base, item in zip(proposal.base.blocks, proposal.wording.blocks, strict=True)
        if base.content is None and item.content is not None
    ]
    if not new:
        return []
    order = await blocks_of(work.session, lesson_id)
    entries: Entries = []
    for item, content in new:
        block = Block(
            id=item.id,
            organisation_id=work.organisation_id,
            lesson_id=lesson_id,
            position=len(order),
            content=content,
        )
        places = [place for place, other in enumerate(order) if other.id == item.after]
        order.insert(places[0] + 1 if places else len(order), block)
        work.session.add(block)
        entry = as_it_was(block, "deleted_at")
        entry["values"]["deleted_at"] = clock.now().isoformat()
        entries.append(entry)
    for position, block in enumerate(order):
        block.position = position
    await work.session.flush()
    return entries
