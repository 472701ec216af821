"""Why learners are not told."""

from alp_app.kit.errors import Conflict, NotFound


class NothingToTell(Conflict):
    code = "release.nothing_to_tell"
    hint = "Publish what you changed first."

    def __init__(self) -> None:
        super().__init__("The published version says nothing that the one before did not say.")


class AlreadyTold(Conflict):
    code = "release.already_told"
    hint = "Use an announcement of the class to add something."

    def __init__(self) -> None:
        super().__init__("Learners have been told of this version already.")


class ReleaseNoteNotFound(NotFound):
    code = "release.not_found"
    hint = "Go back to your courses."

    def __init__(self) -> None:
        super().__init__("There is no such list of changes, or you do not study this course.")
