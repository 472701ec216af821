"""Ways in which changing a part of a draft, or going back to an earlier one, can fail."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class ProposalNotFound(NotFound):
    code = "revisions.proposal_not_found"
    hint = "Reload the page, and ask again if you still want it."

    def __init__(self) -> None:
        super().__init__("This proposal does not exist any more, or you cannot see it.")


class ProposalDecided(Conflict):
    code = "revisions.proposal_decided"
    hint = "Reload the page to see what the draft holds now."

    def __init__(self) -> None:
        super().__init__("This proposal was decided already.")


class NotWrittenYet(Conflict):
    code = "revisions.not_written_yet"
    hint = "Wait until it is there, or cancel it."

    def __init__(self) -> None:
        super().__init__("This proposal is still being written.")


class CannotRewrite(Invalid):
    code = "revisions.cannot_rewrite"
    hint = "Edit it by hand."

    def __init__(self) -> None:
        super().__init__("An engine does not write this kind of block or question.")


class NothingToWrite(Invalid):
    code = "revisions.nothing_to_write"
    hint = "Say in a few words what should change, or choose one of the suggestions."

    def __init__(self) -> None:
        super().__init__("Nothing was asked for.")


class RevisionNotFound(NotFound):
    code = "revisions.revision_not_found"
    hint = "Open the history of the lesson again, and choose a state there."

    def __init__(self) -> None:
        super().__init__("This revision does not exist any more, or you cannot see it.")


class AlreadySo(Conflict):
    code = "revisions.already_so"

    def __init__(self) -> None:
        super().__init__("The draft holds just this already, so nothing was restored.")


class NothingAffected(Conflict):
    code = "revisions.nothing_affected"

    def __init__(self) -> None:
        super().__init__("Nothing that an engine wrote stands on words that have changed.")
