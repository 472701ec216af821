"""Having a part of a draft written again, and deciding on what came of it."""

from uuid import UUID

from sqlmodel import col, select

from alp_app.job_rows import stop_jobs
from alp_app.jobspecs.revisions import RedrawFigure, RewriteAffected, RewritePart
from alp_app.kit import clock
from alp_app.kit.ids import BlockId, CourseId, LessonId, ProposalId, QuestionId
from alp_app.models.asset import Asset
from alp_app.models.content import FigureBlock, QuizBlock
from alp_app.models.course import Block, Course, Lesson
from alp_app.models.job import ENDED, Job
from alp_app.models.revision import (
    BlockWording,
    Part,
    Proposal,
    ProposalState,
    Wording,
)
from alp_app.services.courses.access import (
    block_for,
    blocks_of,
    lesson_for,
    question_for,
)
from alp_app.services.courses.errors import PartNotFound
from alp_app.services.courses.undo import as_it_was
from alp_app.services.revisions import events
from alp_app.services.revisions.access import proposal_for
from alp_app.services.revisions.applying import apply_wording
from alp_app.services.revisions.errors import (
    CannotRewrite,
    NothingToWrite,
    NotWrittenYet,
    ProposalDecided,
)
from alp_app.services.revisions.inputs import BlockWish, Wish
from alp_app.services.revisions.queries import current_wording, get_proposal
from alp_app.services.revisions.rules import can_be_asked_again, can_be_rewritten
from alp_app.services.revisions.views import ProposalView
from alp_app.services.revisions.weaving import is_worded, units_of
from alp_app.unit_of_work import UnitOfWork

OPEN = (ProposalState.WRITING, ProposalState.PENDING, ProposalState.STALE)


async def rewrite_block(work: UnitOfWork, block_id: BlockId, *, wish: BlockWish) -> ProposalView:
    """Ask for a block, or one sentence of it, to be written again. A figure is drawn again.

    Raises NothingToWrite, CannotRewrite, PartNotFound.
    """
    course, lesson, block = await block_for(work.session, work.actor, block_id)
    if not can_be_rewritten(block.content):
        raise CannotRewrite
    part, part_id = Part.BLOCK, UUID(str(block_id))
    if wish.sentence_id is not None:
        if not _has_sentence(block, wish.sentence_id):
            raise PartNotFound("sentence")
        part, part_id = Part.SENTENCE, wish.sentence_id
    base = Wording(blocks=[BlockWording(id=block.id, content=block.content)])
    asked = Proposal(
        organisation_id=work.organisation_id,
        course_id=course.id,
        lesson_id=lesson.id,
        block_id=block.id,
        part=part,
        part_id=part_id,
        preset=wish.preset,
        instruction=wish.instruction,
        base=base,
        requested_by=work.actor.user_id,
    )
    return await ask_for(work, asked)


async def rewrite_question(
    work: UnitOfWork, question_id: QuestionId, *, wish: Wish
) -> ProposalView:
    """Ask for a question to be written again, with its answers and reasons."""
    course, question = await question_for(work.session, work.actor, question_id)
    base = await current_wording(work, question)
    if base.question is None or not can_be_asked_again(base.question):
        raise CannotRewrite
    quiz = await _quiz_of(work, course.id, question_id)
    asked = Proposal(
        organisation_id=work.organisation_id,
        course_id=course.id,
        lesson_id=quiz.lesson_id if quiz else None,
        block_id=quiz.id if quiz else None,
        part=Part.QUESTION,
        part_id=question_id,
        preset=wish.preset,
        instruction=wish.instruction,
        base=base,
        requested_by=work.actor.user_id,
    )
    return await ask_for(work, asked)


async def rewrite_lesson(work: UnitOfWork, lesson_id: LessonId, *, wish: Wish) -> ProposalView:
    """Ask for the text of a lesson to be written again. Pictures, quizzes, tables and whatever a person
    wrote stay."""
    course, lesson = await lesson_for(work.session, work.actor, lesson_id)
    blocks = await blocks_of(work.session, lesson_id)
    if not any(is_worded(block.content) for block in blocks):
        raise CannotRewrite
    asked = Proposal(
        organisation_id=work.organisation_id,
        course_id=course.id,
        lesson_id=lesson.id,
        part=Part.LESSON,
        part_id=lesson_id,
        preset=wish.preset,
        instruction=wish.instruction,
        base=Wording(blocks=[BlockWording(id=item.id, content=item.content) for item in blocks]),
        requested_by=work.actor.user_id,
    )
    return await ask_for(work, asked)


async def ask_for(work: UnitOfWork, asked: Proposal) -> ProposalView:
    """Store a request and ask for its job. While the same part is still being written, that is what is
    returned; one that waits for a decision gives way."""
    if not asked.preset and not asked.instruction:
        raise NothingToWrite
    for earlier in await _open_for(work, asked.part_id):
        if earlier.state is ProposalState.WRITING and await _is_under_way(work, earlier):
            return await get_proposal(work, earlier.id)
        await _refuse(work, earlier)
    work.session.add(asked)
    await work.session.flush()
    is_figure = asked.part is Part.BLOCK and isinstance(asked.base.blocks[0].content, FigureBlock)
    spec = RedrawFigure if is_figure else RewritePart
    asked.job_id = await work.request(spec(course_id=asked.course_id, proposal_id=asked.id))
    work.record(
        events.PROPOSAL_REQUESTED, asked.id, course_id=str(asked.course_id), part=asked.part.value
    )
    work.notify("course", course_id=asked.course_id)
    await work.session.flush()
    return await get_proposal(work, asked.id)


async def accept_proposal(work: UnitOfWork, proposal_id: ProposalId) -> ProposalView:
    """Put what was proposed into the draft. Edits made meanwhile are kept; where they touched the same
    words nothing is changed, and the proposal is stale."""
    course, proposal = await proposal_for(work.session, work.actor, proposal_id)
    if proposal.state is ProposalState.WRITING:
        raise NotWrittenYet
    if proposal.state is not ProposalState.PENDING:
        raise ProposalDecided
    await take_over(work, course, proposal)
    return await get_proposal(work, proposal_id)


async def take_over(work: UnitOfWork, course: Course, proposal: Proposal) -> None:
    """Apply a written proposal, or mark it stale. Its course is locked."""
    before = as_it_was(proposal, "state", "decided_by", "decided_at", "change_id")
    before["values"]["state"] = ProposalState.PENDING.value
    change = await apply_wording(work, course, proposal, before)
    proposal.decided_by = work.actor.user_id
    proposal.decided_at = clock.now()
    if change is None:
        proposal.state = ProposalState.STALE
        work.record(events.PROPOSAL_OVERTAKEN, proposal.id, course_id=str(course.id))
    else:
        proposal.state = ProposalState.ACCEPTED
        proposal.change_id = change.change_id
    await work.session.flush()


async def refuse_proposal(work: UnitOfWork, proposal_id: ProposalId) -> None:
    """Leave the draft as it is. What is still being written is stopped."""
    course, proposal = await proposal_for(work.session, work.actor, proposal_id)
    if proposal.state not in OPEN:
        raise ProposalDecided
    await _refuse(work, proposal)
    work.notify("course", course_id=course.id)


async def _refuse(work: UnitOfWork, proposal: Proposal) -> None:
    if proposal.job_id and await _is_under_way(work, proposal, alone=True):
        work.requested.extend(await stop_jobs(work.session, proposal.job_id))
    proposal.state = ProposalState.REFUSED
    proposal.decided_by = work.actor.user_id
    proposal.decided_at = clock.now()
    for asset_id in _drawn_for(proposal):
        asset = await work.session.get(Asset, asset_id)
        if asset is not None:
            await work.session.delete(asset)
    work.record(events.PROPOSAL_REFUSED, proposal.id, course_id=str(proposal.course_id))
    await work.session.flush()


def _drawn_for(proposal: Proposal) -> set[UUID]:
    """The pictures that nothing but this proposal shows."""
    pictures = [
        {
            item.content.asset_id
            for item in (side.blocks if side else ())
            if isinstance(item.content, FigureBlock) and item.content.asset_id
        }
        for side in (proposal.wording, proposal.base)
    ]
    return {UUID(str(asset_id)) for asset_id in pictures[0] - pictures[1]}


async def _is_under_way(work: UnitOfWork, proposal: Proposal, *, alone: bool = False) -> bool:
    """Whether its job has not ended; `alone`: and writes nothing else."""
    if proposal.job_id is None:
        return False
    job = await work.session.get(Job, proposal.job_id, populate_existing=True)
    if job is None or job.state in ENDED:
        return False
    return not alone or job.kind != RewriteAffected.kind


async def _open_for(work: UnitOfWork, part_id: UUID) -> list[Proposal]:
    statement = (
        select(Proposal)
        .where(
            col(Proposal.part_id) == part_id,
            col(Proposal.organisation_id) == work.organisation_id,
            col(Proposal.state).in_(OPEN),
        )
        .order_by(col(Proposal.id))
    )
    return list((await work.session.scalars(statement)).all())


def _has_sentence(block: Block, sentence_id: UUID) -> bool:
    content = block.content
    return is_worded(content) and any(
        sentence.id == sentence_id for unit in units_of(content) for sentence in unit
    )


async def _quiz_of(work: UnitOfWork, course_id: CourseId, question_id: QuestionId) -> Block | None:
    """The first quiz of the course that asks a question."""
    statement = (
        select(Block)
        .join(Lesson, col(Lesson.id) == col(Block.lesson_id))
        .where(
            col(Lesson.course_id) == course_id,
            col(Lesson.deleted_at).is_(None),
            col(Block.deleted_at).is_(None),
        )
        .order_by(col(Block.id))
    )
    return next(
        (
            block
            for block in (await work.session.scalars(statement)).all()
            if isinstance(block.content, QuizBlock) and question_id in block.content.question_ids
        ),
        None,
    )
