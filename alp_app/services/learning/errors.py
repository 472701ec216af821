"""Ways in which studying can fail."""

from alp_app.kit.errors import Conflict, Forbidden, Invalid, NotFound
from alp_app.services.learning.views import LessonLock


class NotEnrolled(Forbidden):
    code = "learning.not_enrolled"
    hint = "Enrol in the course, then open the lesson again."

    def __init__(self) -> None:
        super().__init__("Only people enrolled in this course can read its lessons.")


class CourseNotOpen(Conflict):
    code = "learning.course_not_open"
    hint = "Ask its author to publish it."

    def __init__(self) -> None:
        super().__init__("This course is not published, so nobody can enrol in it.")


class LessonNotFound(NotFound):
    code = "learning.lesson_not_found"
    hint = "The course may have a new version. Open it again from your courses."

    def __init__(self) -> None:
        super().__init__("This lesson does not exist, or you cannot see it.")


class LessonLocked(Forbidden):
    """The release plan of the learner's class has not opened it yet."""

    code = "learning.lesson_locked"
    hint = "It opens on its date, and when the lessons before it are completed."

    def __init__(self, lock: LessonLock) -> None:
        opens_at = lock.opens_at.isoformat() if lock.opens_at else ""
        missing = ", ".join(f"{link.number} {link.title}" for link in lock.missing)
        super().__init__("This lesson is not open yet.", opens_at=opens_at, missing=missing)
        self.lock = lock


class QuizNotFound(NotFound):
    code = "learning.quiz_not_found"
    hint = "The lesson may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("This lesson has no such quiz.")


class QuizNotPassed(Conflict):
    code = "learning.quiz_not_passed"
    hint = "Answer its questions, then the lesson completes by itself."

    def __init__(self, quizzes: int) -> None:
        super().__init__("The quiz of this lesson is not passed yet.", quizzes=quizzes)


class AttemptNotFound(NotFound):
    code = "learning.attempt_not_found"
    hint = "Reload the page."

    def __init__(self) -> None:
        super().__init__("This attempt does not exist, or it is not yours.")


class QuestionWithdrawn(Conflict):
    """Its answer key is held since it was asked."""

    code = "learning.question_withdrawn"
    hint = "Reload the page and go on with the other questions. Nothing is lost."

    def __init__(self) -> None:
        super().__init__(
            "The answer to this question turned out to be doubtful: it does not count."
        )


class QuestionNotAsked(NotFound):
    code = "learning.question_not_asked"
    hint = "The quiz may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("This question is not part of this attempt.")


class ObjectiveNotFound(NotFound):
    code = "learning.objective_not_found"
    hint = "The course may have a new version. Reload the page."

    def __init__(self) -> None:
        super().__init__("This course has no such objective.")


class UnknownZone(Invalid):
    code = "learning.unknown_zone"
    hint = "Use a name such as Europe/Berlin."

    def __init__(self, zone: str) -> None:
        super().__init__(f"There is no time zone “{zone}”.", zone=zone)
