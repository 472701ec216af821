"""Writing or drawing one part of a draft again, while its teacher waits."""

from datetime import timedelta
from typing import ClassVar

from alp_app.jobspecs.base import Queue
from alp_app.jobspecs.generation import GenerationSpec
from alp_app.kit.ids import ProposalId

AT_ONCE = 10
"""Priority of what somebody sits and waits for."""


class RevisionSpec(GenerationSpec):
    proposal_id: ProposalId

    priority: ClassVar[int] = AT_ONCE
    is_metered: ClassVar[bool] = True

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.proposal_id}"


class RewritePart(RevisionSpec):
    """Words: a sentence, a block, a question, a lesson."""

    kind = "revisions.rewrite_part"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(minutes=60)


class RedrawFigure(RevisionSpec):
    """The parent of the two stages of a picture."""

    kind = "revisions.redraw_figure"
    timeout = timedelta(minutes=5)


class DescribeFigure(RevisionSpec):
    kind = "revisions.describe_figure"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(minutes=20)


class DrawFigure(RevisionSpec):
    kind = "revisions.draw_figure"
    queue: ClassVar[Queue] = "gpu"
    timeout = timedelta(minutes=30)


class RewriteAffected(GenerationSpec):
    """Every part that a changed source touches, one after another."""

    kind = "revisions.rewrite_affected"
    queue: ClassVar[Queue] = "text"
    timeout = timedelta(hours=4)
    is_told: ClassVar[bool] = True
    is_metered: ClassVar[bool] = True

    proposal_ids: tuple[ProposalId, ...]

    @property
    def units(self) -> int:
        return max(1, len(self.proposal_ids))

    def idempotency_key(self) -> str:
        return f"{self.kind}:{self.proposal_ids[0]}"
