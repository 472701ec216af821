"""What can be seen of assignments, and of what was handed in."""

from collections.abc import Mapping
from datetime import datetime

from alp_app.kit.ids import (
    AssignmentId,
    ClassroomId,
    CriterionId,
    GradeCategoryId,
    GradeItemId,
    LessonId,
    PeerReviewId,
    SnippetId,
    SubmissionFileId,
    SubmissionId,
)
from alp_app.models.grading import (
    CriterionMark,
    Level,
    MarkingForm,
    ScanState,
    SecondMarks,
    SubmissionState,
)
from alp_app.services.courses.views import View


class CriterionView(View):
    id: CriterionId
    title: str
    description: str
    levels: tuple[Level, ...]


class LateView(View):
    percent_a_day: str
    most_percent: str
    grace_minutes: int


class AssignmentView(View):
    """The task, as everybody of the class may read it."""

    id: AssignmentId
    classroom_id: ClassroomId
    class_name: str
    item_id: GradeItemId
    category_id: GradeCategoryId
    lesson_id: LessonId | None
    title: str
    instructions: str
    """As it was written."""
    instructions_html: str
    points: str
    opens_at: datetime | None
    due_at: datetime | None
    closes_at: datetime | None
    late: LateView
    attempts: int
    allows_text: bool
    allows_files: bool
    files_most: int
    file_megabytes_most: int
    form: MarkingForm
    criteria: tuple[CriterionView, ...]
    is_extra: bool
    is_anonymous: bool
    second_marks: SecondMarks
    second_percent: int
    reviews_each: int
    reviews_due_at: datetime | None
    reviews_count: bool
    calibration: int
    reviews_opened_at: datetime | None
    published_at: datetime | None


class ChoiceView(View):
    id: str
    title: str


class OffersView(View):
    """What an assignment of a class can be tied to."""

    classroom_id: ClassroomId
    class_name: str
    time_zone: str
    lessons: tuple[ChoiceView, ...]
    categories: tuple[ChoiceView, ...]


class AssignmentRow(View):
    """An assignment in the list of its teachers."""

    id: AssignmentId
    title: str
    points: str
    due_at: datetime | None
    published_at: datetime | None
    form: MarkingForm
    learners: int
    handed_in: int
    to_mark: int
    to_release: int


class MyAssignmentRow(View):
    """An assignment in the list of one of its learners."""

    id: AssignmentId
    title: str
    points: str
    due_at: datetime | None
    """This learner's own."""
    standing: str
    """`open`, `draft`, `submitted`, `released` or `closed`."""


class FileView(View):
    id: SubmissionFileId
    filename: str
    media_type: str
    size: int
    """Bytes."""
    scan: ScanState
    href: str
    """Where it can be opened; empty while it must not be."""


class MarkView(View):
    criteria: Mapping[CriterionId, CriterionMark]
    points: str
    """Empty until everything that makes it up is there."""
    comment: str
    saved_at: datetime


class SubmissionView(View):
    """One attempt."""

    id: SubmissionId
    attempt: int
    state: SubmissionState
    text: str
    reflections: Mapping[CriterionId, str]
    files: tuple[FileView, ...]
    saved_at: datetime
    submitted_at: datetime | None
    days_late: int
    receipt: str
    mark: MarkView | None
    """For a learner, once it is released."""


class MyWorkView(View):
    """An assignment as one of its learners has it before them."""

    assignment: AssignmentView
    due_at: datetime | None
    """My own, extended or not."""
    closes_at: datetime | None
    is_excused: bool
    extension_reason: str
    attempts_left: int
    attempt: int
    """The number that the next thing I hand in has."""
    standing: str
    """`soon`, `open`, `closed`, or `used` when no attempt is left."""
    draft: SubmissionView | None
    submitted: tuple[SubmissionView, ...]
    """The latest first."""


class MySubmissionsView(View):
    """What one learner has written for one assignment."""

    title: str
    class_name: str
    submissions: tuple[SubmissionView, ...]


class DraftSaved(View):
    submission_id: SubmissionId
    attempt: int
    saved_at: datetime


class Receipt(View):
    submission_id: SubmissionId
    attempt: int
    submitted_at: datetime
    receipt: str


class WorkRow(View):
    """One learner in the queue of an assignment that is being graded."""

    number: int
    """From 1; for anonymous work all there is of a name."""
    name: str
    """Empty for anonymous work."""
    submission: SubmissionView | None
    """The latest that was handed in."""
    earlier: int
    """Attempts before it."""
    is_released: bool
    held: str
    """Why I do not mark it: `other` when another teacher does, `compared` when both marks were. Empty
    when I can."""


class GradingView(View):
    assignment: AssignmentView
    work: tuple[WorkRow, ...]
    """Those who have handed in first; by name, or in no order when it is anonymous."""
    to_release: int


class ModerationRow(View):
    """Work that two teachers mark."""

    number: int
    name: str
    """Empty for anonymous work."""
    submission_id: SubmissionId
    state: str
    """`to_mark`, `to_compare`, `differs` or `settled`."""
    has_first: bool
    has_second: bool
    first_grader: str
    second_grader: str
    first_points: str
    """As they were compared; empty before."""
    second: MarkView | None
    """Once they were compared."""
    mark: MarkView | None
    """The first mark once they were compared; when they are settled, the agreed one."""
    settled_by: str
    settled_at: datetime | None


class ModerationView(View):
    assignment: AssignmentView
    work: tuple[ModerationRow, ...]
    to_compare: int
    """Both marks of these are in."""


class MyReviewView(View):
    """Somebody's work that I review; whose it is stays unknown."""

    id: PeerReviewId
    number: int
    text: str
    reflections: Mapping[CriterionId, str]
    files: tuple[FileView, ...]
    mark: MarkView
    submitted_at: datetime | None


class MyReviewsView(View):
    assignment: AssignmentView
    is_open: bool
    """Whether reviews are taken now."""
    reviews: tuple[MyReviewView, ...]


class PeerReviewView(View):
    reviewer: str
    points: str
    weight: str
    """Of 1: how much the reviewer's word counts."""
    comment: str


class PeerRow(View):
    """What learners found in one work."""

    number: int
    name: str
    """Empty for anonymous work."""
    submission_id: SubmissionId
    is_calibration: bool
    mark: str
    """Of a teacher; empty while there is none."""
    peer_mark: str
    expected: int
    is_enough: bool
    """At least half of the reviews are in, so that the peer mark may count."""
    reviews: tuple[PeerReviewView, ...]


class ReviewerRow(View):
    name: str
    is_gone: bool
    """No longer in the class."""
    done: int
    given: int
    weight: str


class PeersView(View):
    assignment: AssignmentView
    work: tuple[PeerRow, ...]
    reviewers: tuple[ReviewerRow, ...]
    """Those who owe the most first."""
    to_use: int
    """Works without a teacher's mark whose peer mark can count."""
    to_hand_on: int
    """Unfinished reviews of who left the class; of everybody, once the time for reviews is over."""
    is_time_over: bool
    """So that whoever takes reviews over needs more of it."""


class HandedOn(View):
    count: int
    left: int
    """Those that nobody may take: they have a review of that work already, or it is theirs."""


class Released(View):
    count: int


class SnippetView(View):
    id: SnippetId
    text: str
