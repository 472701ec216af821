"""Pure decisions about reviews: in which state a course is, and who may decide."""

from collections.abc import Collection

from alp_app.kit.ids import UserId
from alp_app.models.approval import Review, ReviewState


def state_of(review: Review | None, *, is_published: bool, is_edited_since: bool) -> str:
    """draft, in_review, approved or published, from the latest review that was not withdrawn."""
    if review is not None and review.state in {ReviewState.IN_REVIEW, ReviewState.APPROVED}:
        return review.state.value
    return "published" if is_published and not is_edited_since else "draft"


def why_not_decide(
    actor: UserId | None,
    *,
    is_admin: bool,
    can_edit: bool,
    reviewers: Collection[UserId],
    needs_two_people: bool,
    workers: Collection[UserId | None],
) -> str:
    """`two_people`, `not_named`, or nothing. `workers` wrote, sent or last edited the course."""
    if needs_two_people and actor in workers:
        return "two_people"
    if is_admin or actor in reviewers or (can_edit and not needs_two_people):
        return ""
    return "not_named"
