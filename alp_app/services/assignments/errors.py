"""Ways in which an assignment can say no."""

from alp_app.kit.errors import Conflict, Invalid, NotFound


class AssignmentNotFound(NotFound):
    code = "assignment.not_found"
    hint = "Somebody may have deleted it. Go back to your class."

    def __init__(self) -> None:
        super().__init__("This assignment does not exist, or you cannot see it.")


class SubmissionNotFound(NotFound):
    code = "assignment.submission_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This work does not exist, or you cannot see it.")


class SubmittedFileNotFound(NotFound):
    """Also said of a file that is not to be opened: one that is being looked at, or was found bad."""

    code = "assignment.file_not_found"
    hint = "It can be opened when it was looked at and found clean."

    def __init__(self) -> None:
        super().__init__("This file does not exist, or it cannot be opened.")


class NotOpenYet(Conflict):
    code = "assignment.not_open_yet"
    hint = "Read the task meanwhile. The page opens by itself."

    def __init__(self, opens_at: str) -> None:
        super().__init__("Nothing can be handed in yet.", opens_at=opens_at)


class Closed(Conflict):
    code = "assignment.closed"
    hint = "Ask your teacher for more time."

    def __init__(self) -> None:
        super().__init__("This assignment is closed, so nothing more can be handed in.")


class AttemptsUsed(Conflict):
    code = "assignment.attempts_used"
    hint = "Ask your teacher for another one."

    def __init__(self, attempts: int) -> None:
        super().__init__("You have used all your attempts.", attempts=attempts)


class DraftElsewhere(Conflict):
    code = "assignment.draft_elsewhere"
    hint = "Reload the page to see how it stands."

    def __init__(self) -> None:
        super().__init__("This attempt was handed in already, or has moved on elsewhere.")


class NothingToSubmit(Invalid):
    code = "assignment.nothing_to_submit"
    hint = "Write something or add a file first."

    def __init__(self) -> None:
        super().__init__("There is nothing to hand in yet.")


class FilesNotAllowed(Conflict):
    code = "assignment.no_files"
    hint = "Write your answer as text."

    def __init__(self) -> None:
        super().__init__("This assignment takes no files.")


class TooManyFiles(Conflict):
    code = "assignment.too_many_files"
    hint = "Take one out first."

    def __init__(self, most: int) -> None:
        super().__init__(f"This assignment takes {most} files at most.", most=most)


class FileTooLarge(Invalid):
    code = "assignment.file_too_large"
    hint = "Save it smaller, then add it again."

    def __init__(self, megabytes: int) -> None:
        super().__init__(
            f"Each file may have {megabytes} MB here at most.", limit_megabytes=megabytes
        )


class WorkHandedIn(Conflict):
    code = "assignment.work_handed_in"
    hint = "Make a new assignment, or change only its words and times."

    def __init__(self) -> None:
        super().__init__("Work was handed in already, so how it is marked stays as it is.")


class NotComplete(Invalid):
    code = "assignment.not_complete"
    hint = "Mend it, then save again."

    def __init__(self, problem: str) -> None:
        super().__init__(f"This assignment is not complete: {problem}.", problem=problem)


class NotHandedIn(Conflict):
    code = "assignment.not_handed_in"
    hint = "Wait until it is handed in."

    def __init__(self) -> None:
        super().__init__("This is still a draft, so it cannot be marked.")


class LevelUnknown(Invalid):
    code = "assignment.level_unknown"
    hint = "Reload the page: somebody may have changed the rubric."

    def __init__(self) -> None:
        super().__init__("The rubric has no such criterion or level.")


class NothingToRelease(Conflict):
    code = "assignment.nothing_to_release"
    hint = "Mark something first."

    def __init__(self) -> None:
        super().__init__("No mark is waiting to be released.")


class MarkedBySomebody(Conflict):
    code = "assignment.marked_by_somebody"
    hint = "Go on with other work."

    def __init__(self) -> None:
        super().__init__("Another teacher marks this work.")


class SameGrader(Conflict):
    code = "assignment.same_grader"
    hint = "Ask another teacher of the class."

    def __init__(self) -> None:
        super().__init__("The two marks of one work come from two teachers.")


class NotChosen(Conflict):
    code = "assignment.not_chosen"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This work is not one that is marked a second time.")


class MarksCompared(Conflict):
    code = "assignment.marks_compared"
    hint = "Decide the agreed mark on the page of second marks."

    def __init__(self) -> None:
        super().__init__("Both marks were compared already, so neither changes by itself.")


class NotCompared(Conflict):
    code = "assignment.not_compared"
    hint = "Compare the marks when both are in."

    def __init__(self) -> None:
        super().__init__("The two marks were not compared yet.")


class NotAgreed(Conflict):
    code = "assignment.not_agreed"
    hint = "Compare the marks, decide where they differ, then release."

    def __init__(self, count: int) -> None:
        super().__init__("Marks that wait for a second one cannot be released.", count=count)


class ReviewNotFound(NotFound):
    code = "assignment.review_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This review does not exist, or it is not yours.")


class ReviewsOpen(Conflict):
    code = "assignment.reviews_open"
    hint = "Change the time until which reviews are taken, if more is needed."

    def __init__(self) -> None:
        super().__init__("The reviews were given out already.")


class ReviewsClosed(Conflict):
    code = "assignment.reviews_closed"
    hint = "Ask your teacher for more time."

    def __init__(self) -> None:
        super().__init__("Reviews are not taken any more.")


class ReviewsNeedTime(Conflict):
    code = "assignment.reviews_need_time"
    hint = "Say until when they are taken from now on."

    def __init__(self) -> None:
        super().__init__("The time for reviews is over, so nobody could do those of others.")


class NobodyToReview(Conflict):
    code = "assignment.nobody_to_review"
    hint = "Give more time in the assignment, or mark the work yourself."

    def __init__(self) -> None:
        super().__init__("Nobody who has done their own reviews could take more.")


class ReviewHandedIn(Conflict):
    code = "assignment.review_handed_in"
    hint = "Go on with the next one."

    def __init__(self) -> None:
        super().__init__("This review was handed in already, so it stays as it is.")


class ReviewNotComplete(Invalid):
    code = "assignment.review_not_complete"
    hint = "Choose a level for each criterion, or give points."

    def __init__(self) -> None:
        super().__init__("This review is not complete yet.")


class NoReviews(Conflict):
    code = "assignment.no_reviews"
    hint = "Say in the assignment how many others each learner reviews."

    def __init__(self) -> None:
        super().__init__("This assignment asks for no reviews, or they do not count.")


class TooLittleWork(Conflict):
    code = "assignment.too_little_work"
    hint = "Wait until more work is in."

    def __init__(self, count: int) -> None:
        super().__init__("Too little work is in to be reviewed.", count=count)


class CalibrationMissing(Conflict):
    code = "assignment.calibration_missing"
    hint = "Mark that many first. Learners see those marks only when you release them."

    def __init__(self, needed: int, marked: int) -> None:
        super().__init__(
            "Too little work is marked to weigh the reviewers by.", needed=needed, marked=marked
        )


class SnippetNotFound(NotFound):
    code = "assignment.snippet_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This comment is not in your bank.")
