"""Ways in which working with the support of sentences can fail."""

from alp_app.kit.errors import Conflict


class NothingToAccept(Conflict):
    code = "evidence.nothing_to_accept"
    hint = "Reload the lesson: the sentences may have been checked or changed again."

    def __init__(self) -> None:
        super().__init__(
            "None of these sentences waits for your word: their sources support them, or people wrote them."
        )


class NothingAccepted(Conflict):
    code = "evidence.nothing_accepted"
    hint = "Reload the lesson: somebody may have taken the word back already."

    def __init__(self) -> None:
        super().__init__("Nobody has accepted this sentence.")
