"""Ways in which a test can say no."""

from collections.abc import Sequence

from alp_app.kit.errors import Conflict, Invalid, NotFound


class ExamNotFound(NotFound):
    code = "exam.not_found"
    hint = "Somebody may have deleted it. Go back to your class."

    def __init__(self) -> None:
        super().__init__("This test does not exist, or you cannot see it.")


class AttemptNotFound(NotFound):
    code = "exam.attempt_not_found"
    hint = "Go back to the test."

    def __init__(self) -> None:
        super().__init__("This attempt does not exist, or you cannot see it.")


class RegradeNotFound(NotFound):
    code = "exam.regrade_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This change of marks does not exist, or you cannot see it.")


class NotOpenYet(Conflict):
    code = "exam.not_open_yet"
    hint = "Come back when it opens."

    def __init__(self, opens_at: str) -> None:
        super().__init__("This test is not open yet.", opens_at=opens_at)


class Closed(Conflict):
    code = "exam.closed"
    hint = "Ask your teacher whether you can still take it."

    def __init__(self) -> None:
        super().__init__("This test is closed.")


class AttemptsUsed(Conflict):
    code = "exam.attempts_used"
    hint = "Ask your teacher for another one."

    def __init__(self, attempts: int) -> None:
        super().__init__("You have used all your attempts.", attempts=attempts)


class TimeIsUp(Conflict):
    code = "exam.time_is_up"
    hint = "What had arrived by then is handed in."

    def __init__(self, deadline_at: str) -> None:
        super().__init__("The time of this test was over.", deadline_at=deadline_at)


class HandedIn(Conflict):
    code = "exam.handed_in"
    hint = "Go back to the test to see your receipt."

    def __init__(self) -> None:
        super().__init__("This attempt is handed in, so nothing in it changes any more.")


class OnBreak(Conflict):
    code = "exam.on_break"
    hint = "End your break first. Your answers wait here until then."

    def __init__(self) -> None:
        super().__init__("You are on a break, and the questions are covered.")


class NoBreakLeft(Conflict):
    code = "exam.no_break_left"
    hint = "Ask your teacher."

    def __init__(self) -> None:
        super().__init__("You have no break left.")


class NotAsked(Invalid):
    code = "exam.not_asked"
    hint = "Reload the page."

    def __init__(self, slot: int) -> None:
        super().__init__("This attempt has no such question.", slot=slot)


class FilesNotAsked(Invalid):
    code = "exam.files_not_asked"
    hint = "Write your answer instead."

    def __init__(self) -> None:
        super().__init__("This question asks for no file.")


class AnswerFinal(Conflict):
    code = "exam.answer_final"
    hint = "Go on with the other questions."

    def __init__(self) -> None:
        super().__init__("This answer is final, so it takes no other file.")


class FileTooLarge(Invalid):
    code = "exam.file_too_large"
    hint = "Save it smaller, then add it again."

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"Each file may have {megabytes} MB here at most.", limit_megabytes=megabytes
        )


class FileKindRefused(Invalid):
    """By its name, or because its content is of another kind than its name says."""

    code = "exam.file_kind_refused"
    hint = "Save it as one of these, then add it again."

    def __init__(self, extensions: Sequence[str]) -> None:
        kinds = ", ".join(extensions)
        super().__init__(f"This question takes only {kinds}.", kinds=kinds)


class TooManyFiles(Invalid):
    code = "exam.too_many_files"
    hint = "Take one out first."

    def __init__(self, most: int) -> None:
        super().__init__(f"This question takes {most} files at most.", most=most)


class TooManyTries(Conflict):
    code = "exam.too_many_tries"
    hint = "Keep one of those that you have added."

    def __init__(self, most: int) -> None:
        super().__init__(f"Files were added to this question {most} times already.", most=most)


class AnsweredFileNotFound(NotFound):
    """Also said of a file that is not to be opened: one that is being looked at, or was found bad."""

    code = "exam.file_not_found"
    hint = "It can be opened when it was looked at and found clean."

    def __init__(self) -> None:
        super().__init__("This file does not exist, or it cannot be opened.")


class NotHandedIn(Conflict):
    code = "exam.not_handed_in"
    hint = "Wait until it is handed in."

    def __init__(self) -> None:
        super().__init__("This attempt is still going on.")


class AlreadyTaken(Conflict):
    code = "exam.already_taken"
    hint = "Make a new test, or change only its words, times and feedback."

    def __init__(self) -> None:
        super().__init__("Somebody has begun this test, so its questions stay as they are.")


class NotComplete(Invalid):
    code = "exam.not_complete"
    hint = "Mend it, then save again."

    def __init__(self, problem: str) -> None:
        super().__init__(f"This test is not complete: {problem}.", problem=problem)


class QuestionNotUsable(Invalid):
    """Of another course, deleted, or named twice."""

    code = "exam.question_not_usable"
    hint = "Take it out, or choose another one."

    def __init__(self) -> None:
        super().__init__("A test cannot ask one of these questions.")


class QuestionHeld(Invalid):
    """Its answer key is not verified."""

    code = "exam.question_held"
    hint = "Check its answer in the question bank, then choose it again."

    def __init__(self, questions: int) -> None:
        super().__init__(
            "The answers of some of these questions are not verified, so no test can count them.",
            questions=questions,
        )


class TooFewQuestions(Conflict):
    code = "exam.too_few_questions"
    hint = "Put more into the bank, or draw fewer."

    def __init__(self, wanted: int, found: int) -> None:
        super().__init__(
            f"A draw wants {wanted} questions, and the bank has {found} that fit.",
            wanted=wanted,
            found=found,
        )


class NothingToRelease(Conflict):
    code = "exam.nothing_to_release"
    hint = "Wait until something is handed in and marked."

    def __init__(self) -> None:
        super().__init__("No score is waiting to be released.")


class PointsOutOfRange(Invalid):
    code = "exam.points_out_of_range"
    hint = "Give no more than the question is worth."

    def __init__(self, most: str) -> None:
        super().__init__(f"Points go from 0 to {most} here.", most=most)


class NothingToRegrade(Conflict):
    code = "exam.nothing_to_regrade"
    hint = "Mend the key of the question in the bank first."

    def __init__(self) -> None:
        super().__init__("No answer in this test would be marked by another key.")


class RegradedSince(Conflict):
    code = "exam.regraded_since"
    hint = "Undo the later change of marks first."

    def __init__(self) -> None:
        super().__init__("This question was marked again since.")
