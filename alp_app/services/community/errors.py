"""Ways in which a conversation can say no."""

from alp_app.kit.errors import Conflict, Forbidden, Invalid, NotFound


class AnnouncementNotFound(NotFound):
    code = "announcement.not_found"
    hint = "Somebody may have deleted it. Reload the page."

    def __init__(self) -> None:
        super().__init__("This announcement does not exist, or you cannot see it.")


class ThreadNotFound(NotFound):
    code = "discussion.thread_not_found"
    hint = "Somebody may have removed it. Go back to the questions of your class."

    def __init__(self) -> None:
        super().__init__("This question does not exist, or you cannot see it.")


class PostNotFound(NotFound):
    code = "discussion.post_not_found"
    hint = "Somebody may have removed it. Reload the page."

    def __init__(self) -> None:
        super().__init__("This post does not exist, or you cannot see it.")


class ThreadLocked(Conflict):
    code = "discussion.thread_locked"
    hint = "Ask a question of your own, or ask your teacher to open this one."

    def __init__(self) -> None:
        super().__init__("Your teacher has closed this question, so nobody answers it any more.")


class NotYourPost(Forbidden):
    code = "discussion.not_your_post"
    hint = "You can report it to your teacher."

    def __init__(self) -> None:
        super().__init__("Only whoever wrote this, or a teacher of the class, may do that.")


class NotAnAnswer(Invalid):
    code = "discussion.not_an_answer"

    def __init__(self) -> None:
        super().__init__("Only an answer that everybody sees can settle a question.")
