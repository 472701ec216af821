"""What changed from one published version to the next, as pages and programs see it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from alp_app.kit.ids import CourseId, LessonId, ReleaseNoteId
from alp_app.services.courses.views import View
from alp_app.services.revisions.differences import Piece

Change = Literal["added", "removed", "changed"]


class PartChange(View):
    """A block, or a question of one, that says something else."""

    part_id: UUID
    kind: str
    """The type of the block; `question` for one that is asked in it."""
    change: Change
    pieces: tuple[Piece, ...]
    """Both wordings in one text. Nothing in them says which answer is right."""
    is_key_corrected: bool = False
    """A question that is asked in the same words, with another answer."""


class LessonChange(View):
    lesson_id: LessonId
    title: str
    number: int
    """Counts from 1 in the newer version; of a removed lesson, in the older one."""
    change: Change
    parts: tuple[PartChange, ...] = ()
    """Of a changed lesson. New and removed ones are not taken apart."""
    is_mine: bool = False
    """The asker had finished it."""


class ReleaseView(View):
    """The published version of a course held against the one that learners were told of last."""

    course_id: CourseId
    slug: str
    title: str
    version: int
    before: int | None = None
    """None: nothing was published before."""
    lessons: tuple[LessonChange, ...] = ()
    concerned: int = 0
    """Learners who had finished one of the changed lessons, or the course."""
    told_at: datetime | None = None
    release_note_id: ReleaseNoteId | None = None


class ReleaseNoteView(View):
    """What a learner reads of it."""

    id: ReleaseNoteId
    slug: str
    title: str
    note: str
    told_by: str
    """Empty: they have left."""
    told_at: datetime
    lessons: tuple[LessonChange, ...]
