"""Ways in which working with a course can fail."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class CourseNotFound(NotFound):
    code = "course.not_found"
    hint = "Check the address, or go back to your courses."

    def __init__(self) -> None:
        super().__init__("This course does not exist, or you cannot see it.")


class PartNotFound(NotFound):
    """A module, lesson, block or question that is gone or was never there."""

    code = "course.part_not_found"
    hint = "Somebody may have deleted it. Reload the page."

    def __init__(self, part: str) -> None:
        super().__init__(f"This {part} does not exist any more, or you cannot see it.", part=part)


class StaleEdit(Conflict):
    code = "course.stale_edit"
    hint = "Copy your text, reload the page, then make the change again."

    def __init__(self) -> None:
        super().__init__("Somebody changed this after you opened it, so your change was not saved.")


class NothingToUndo(Conflict):
    code = "course.nothing_to_undo"
    hint = "Use the history of the lesson instead."

    def __init__(self) -> None:
        super().__init__("This change was undone already, or was changed again since.")


class NotReadyToPublish(Conflict):
    code = "course.not_ready"
    hint = "Open the checklist: each line leads to the place to mend."

    def __init__(self, title: str, blockers: int) -> None:
        super().__init__(
            f"“{title}” cannot be published yet: {blockers} things are missing.", blockers=blockers
        )


class QuestionKeyMissing(Invalid):
    code = "course.question_key_missing"
    hint = "Mark the right option, or the right options."

    def __init__(self) -> None:
        super().__init__("This question has no right answer, or too many for its kind.")


class WrongBlockKind(Invalid):
    code = "course.wrong_block_kind"
    hint = "Delete the block and add one of the other kind."

    def __init__(self) -> None:
        super().__init__("A block keeps its kind: text stays text, a table stays a table.")
