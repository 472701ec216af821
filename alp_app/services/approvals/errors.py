"""Ways in which a review can fail."""

from alp_app.kit.errors import Conflict, Forbidden, NotFound


class ReviewNotFound(NotFound):
    code = "review.not_found"
    hint = "Go back to the course."

    def __init__(self) -> None:
        super().__init__("There is no such review or comment, or you cannot see it.")


class ReviewUnderWay(Conflict):
    code = "review.under_way"
    hint = "Withdraw it first, or wait for the decision."

    def __init__(self) -> None:
        super().__init__("This course is being reviewed already.")


class ReviewIsOver(Conflict):
    code = "review.is_over"
    hint = "Reload the page to see what was decided."

    def __init__(self) -> None:
        super().__init__("This review has been decided already.")


class DraftHasChanged(Conflict):
    code = "review.draft_has_changed"
    hint = "Reload the page and look at what is new, then approve."

    def __init__(self) -> None:
        super().__init__("Somebody edited the course after you opened it, so it was not approved.")


class NeedsAnotherPerson(Forbidden):
    code = "review.needs_another_person"
    hint = "Ask a colleague who has not worked on this version."

    def __init__(self) -> None:
        super().__init__(
            "This school asks for two people: whoever wrote, sent or last edited a course"
            " does not approve it."
        )


class NotAReviewer(Forbidden):
    code = "review.not_a_reviewer"
    hint = "Ask to be named as a reviewer."

    def __init__(self) -> None:
        super().__init__("Only the reviewers of this course and administrators can decide on it.")


class NotApproved(Conflict):
    code = "review.not_approved"
    hint = "Send it for review. What was approved can then be published."

    def __init__(self) -> None:
        super().__init__("This school publishes approved courses only, and this one is not.")
