"""The only way to obtain a proposal: as an editor of its course."""

from sqlalchemy.ext.asyncio import AsyncSession

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ProposalId
from alp_app.models.course import Course
from alp_app.models.revision import Proposal
from alp_app.security.actor import Actor
from alp_app.services.courses.access import Purpose, course_for
from alp_app.services.revisions.errors import ProposalNotFound


async def proposal_for(
    session: AsyncSession, actor: Actor, proposal_id: ProposalId, *, for_update: bool = True
) -> tuple[Course, Proposal]:
    """Raises ProposalNotFound, also when the actor may not know that it exists."""
    proposal = await session.get(Proposal, proposal_id)
    if proposal is None or proposal.organisation_id != actor.organisation_id:
        raise ProposalNotFound
    try:
        course = await course_for(
            session, actor, proposal.course_id, Purpose.EDIT, for_update=for_update
        )
    except (NotFound, Forbidden):
        raise ProposalNotFound from None
    await session.refresh(proposal)
    return course, proposal
