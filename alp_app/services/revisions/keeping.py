"""Keeping what an engine wrote or drew for a proposal. Jobs call these inside their fenced
transaction, so each runs once."""

from collections.abc import Sequence

from alp_app.kit.ids import AssetId, ManifestId, ProposalId
from alp_app.models.content import FigureBlock
from alp_app.models.manifest import Making, Subject
from alp_app.models.revision import Part, Proposal, ProposalState, Wording
from alp_app.services.manifests.commands import record_manifest
from alp_app.services.revisions import events
from alp_app.services.revisions.access import proposal_for
from alp_app.services.revisions.commands import take_over
from alp_app.services.revisions.queries import described_figure
from alp_app.unit_of_work import UnitOfWork

SUBJECTS = {
    Part.SENTENCE: Subject.SENTENCE,
    Part.BLOCK: Subject.BLOCK,
    Part.QUESTION: Subject.QUESTION,
    Part.LESSON: Subject.LESSON,
}


async def keep_makings(
    work: UnitOfWork, proposal_id: ProposalId, makings: Sequence[Making]
) -> Proposal | None:
    """Record how something was made for a proposal. None when nobody waits for it any more: then
    nothing is recorded, because nothing is kept."""
    _, proposal = await proposal_for(work.session, work.actor, proposal_id)
    if proposal.state is not ProposalState.WRITING:
        return None
    for making in makings:
        await record_manifest(
            work,
            proposal.course_id,
            making,
            subject=SUBJECTS[proposal.part],
            subject_id=proposal.part_id,
            job_id=proposal.job_id,
        )
    proposal.manifest_ids = [*proposal.manifest_ids, *(making.id for making in makings)]
    return proposal


async def keep_wording(
    work: UnitOfWork, proposal_id: ProposalId, wording: Wording, base: Wording | None = None
) -> None:
    """The proposal is written and waits for a decision; a direct one is taken over at once. `base`
    where it names more blocks than were there when it was asked for."""
    course, proposal = await proposal_for(work.session, work.actor, proposal_id)
    if proposal.state is not ProposalState.WRITING:
        return
    proposal.base = base or proposal.base
    proposal.wording = wording
    proposal.state = ProposalState.PENDING
    work.record(events.PROPOSAL_WRITTEN, proposal.id, course_id=str(course.id))
    await work.session.flush()
    if proposal.is_direct:
        await take_over(work, course, proposal)
    work.notify("course", course_id=course.id)


async def give_up(work: UnitOfWork, proposal_id: ProposalId) -> None:
    """No engine could write it: the draft stays as it is."""
    course, proposal = await proposal_for(work.session, work.actor, proposal_id)
    if proposal.state is ProposalState.WRITING:
        proposal.state = ProposalState.REFUSED
        work.record(events.PROPOSAL_REFUSED, proposal.id, course_id=str(course.id))
        work.notify("course", course_id=course.id)


async def keep_description(
    work: UnitOfWork, proposal_id: ProposalId, *, alt: str, prompt: str
) -> None:
    """What the new picture of a figure shows; the picture itself is still to be drawn."""
    _, proposal = await proposal_for(work.session, work.actor, proposal_id)
    [block] = proposal.base.blocks
    if not isinstance(block.content, FigureBlock):
        raise TypeError(f"block {block.id} is not a figure")
    figure = block.content.model_copy(update={"alt": alt, "prompt": prompt, "asset_id": None})
    proposal.wording = Wording(blocks=[block.model_copy(update={"content": figure})])
    await work.session.flush()


async def keep_picture(
    work: UnitOfWork, proposal_id: ProposalId, asset_id: AssetId, manifest_id: ManifestId
) -> None:
    """The new picture is drawn: the proposal waits for a decision."""
    _, proposal = await proposal_for(work.session, work.actor, proposal_id)
    described = described_figure(proposal)
    if described is None:
        raise TypeError(f"proposal {proposal_id} is not described")
    [block] = proposal.base.blocks
    drawn = described.model_copy(update={"asset_id": asset_id})
    proposal.manifest_ids = [*proposal.manifest_ids, manifest_id]
    await keep_wording(
        work,
        proposal_id,
        Wording(blocks=[block.model_copy(update={"content": drawn})]),
    )
