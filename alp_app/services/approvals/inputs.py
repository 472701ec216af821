"""What may come in when courses are reviewed."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, field_validator

from alp_app.kit.ids import ReviewCommentId, UserId
from alp_app.models.approval import Anchor, ApprovalRules, Strictness
from alp_app.services.courses.strictness import CHOOSABLE


class Input(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class ReviewRequest(Input):
    reviewer_ids: list[UserId] = Field(default_factory=list[UserId], max_length=20)
    """Staff of the school. Administrators may decide without being named."""
    note: str = Field(default="", max_length=2000)


class Decision(Input):
    note: str = Field(default="", max_length=2000)


class Approval(Decision):
    content_hash: str = Field(min_length=64, max_length=64)
    """Of the draft that was looked at, as the desk says it: another one is not approved."""
    leave_out_held: bool = False
    """Questions whose keys are held block nothing, and learners do not get them."""


class CommentInput(Input):
    anchor: Anchor = Anchor.COURSE
    anchor_id: UUID
    body: str = Field(min_length=1, max_length=4000)
    thread_id: ReviewCommentId | None = None
    """The comment that this one answers; its anchor then counts."""


class RulesInput(ApprovalRules):
    @field_validator("strictness")
    @classmethod
    def _known(cls, given: dict[str, Strictness]) -> dict[str, Strictness]:
        if unknown := sorted(given.keys() - set(CHOOSABLE)):
            raise ValueError(f"these lines cannot be weighed: {', '.join(unknown)}")
        return given
