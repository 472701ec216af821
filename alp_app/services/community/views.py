"""What goes out about what is said in a class. Immutable, safe to send to its people."""

from datetime import datetime

from alp_app.kit.ids import AnnouncementId, ClassroomId, LessonId, PostId, ThreadId
from alp_app.services.courses.views import View


class AnnouncementView(View):
    id: AnnouncementId
    classroom_id: ClassroomId
    class_name: str
    title: str
    body: str
    """Markdown, as it was written."""
    body_html: str
    author: str
    """Empty when the account is gone."""
    is_pinned: bool
    publish_at: datetime
    publish_local: str
    """The same in the class's zone, for a form; empty when learners see it already."""
    is_published: bool
    changed_at: datetime | None
    is_seen: bool
    """By whoever asks. Teachers have seen everything."""
    seen: int | None = None
    """How many learners have; None for whoever is not a teacher of the class."""
    learners: int | None = None


class PlaceView(View):
    """A class in which the actor can talk about a course."""

    id: ClassroomId
    name: str
    is_teacher: bool


class ThreadRow(View):
    """A question in a list."""

    id: ThreadId
    lesson_id: LessonId
    lesson_title: str
    title: str
    author: str
    is_mine: bool
    created_at: datetime
    active_at: datetime
    answers: int
    is_settled: bool
    """An answer was accepted."""
    is_pinned: bool
    is_locked: bool
    is_hidden: bool
    """From everybody but its author and the teachers."""
    reports: int
    """That wait for a teacher; 0 for whoever is none."""


class PostView(View):
    id: PostId
    author: str
    """A display name, nothing more; empty when the account is gone."""
    is_by_teacher: bool
    is_mine: bool
    is_question: bool
    is_accepted: bool
    body_html: str
    """Empty where the post is hidden from whoever asks."""
    body: str
    """Markdown, for its author."""
    created_at: datetime
    edited_at: datetime | None
    is_hidden: bool
    hidden_reason: str
    """For its author and for teachers."""
    reports: tuple[str, ...]
    """What reporters say, for teachers."""
    is_reported_by_me: bool
    can_remove: bool


class ThreadView(View):
    thread: ThreadRow
    classroom_id: ClassroomId
    course_slug: str
    posts: tuple[PostView, ...]
    """The question, then the answers as they came."""
    is_teacher: bool
    can_settle: bool
    """Accept one of the answers."""
