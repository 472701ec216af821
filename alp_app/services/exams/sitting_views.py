"""What a learner sees of a test: before it, in it, and after it. No key before it may be seen."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from alp_app.kit.ids import ClassroomId, ExamAttemptId, ExamFileId, ExamId
from alp_app.models.exams import AttemptState, Counting, Feedback, FeedbackTime
from alp_app.models.grading import ScanState
from alp_app.services.assessment.views import PartView
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.views import View


class MyExamRow(View):
    """A test in the list of one of its learners."""

    id: ExamId
    title: str
    points: str
    opens_at: datetime | None
    closes_at: datetime | None
    """This learner's own."""
    minutes: int | None
    standing: str
    """`soon`, `open`, `running`, `submitted`, `released` or `closed`."""


class AnsweredFile(View):
    """A file that is part of an answer."""

    id: ExamFileId
    slot: int
    filename: str
    media_type: str
    size: int
    """Bytes."""
    scan: ScanState
    href: str
    """Where it can be opened; empty while it must not be."""


class SlotVerdict(View):
    """What may be known of one answer. What may not is empty."""

    slot: int
    points: str = ""
    """What it earned; empty while it waits for a person, too."""
    is_waiting: bool = False
    is_right: bool | None = None
    answer: Mapping[str, Any] = {}
    """As it was given."""
    parts: tuple[PartView, ...] = ()
    reason_html: str = ""
    explanation_html: str = ""
    right: Mapping[str, Any] | None = None
    """An answer that is right, where there is one."""
    comment: str = ""
    """Of the person who marked it."""
    problem: str = ""
    """Why the answer could not be read: the code of an error."""


class ClockView(View):
    now: datetime
    """Of the server, for a page to tell how wrong its own clock is."""
    ends_at: datetime | None
    is_on_break: bool
    break_seconds_left: int


class SlotView(View):
    slot: int
    section: str
    points: str
    question: AskedView | None
    """None on a break."""
    answer: Mapping[str, Any]
    """As it was saved; empty where nothing is answered."""
    sequence: int
    writer: str
    is_flagged: bool
    is_final: bool
    seconds: float


class SittingView(View):
    """An open attempt, with all that a player needs to go on without a connection."""

    id: ExamAttemptId
    exam_id: ExamId
    classroom_id: ClassroomId
    title: str
    number: int
    is_one_at_a_time: bool
    may_go_back: bool
    is_checked: bool
    """Each answer can be checked, and is final then."""
    clock: ClockView
    slots: tuple[SlotView, ...]
    files: tuple[AnsweredFile, ...]
    """That the saved answers name."""
    verdicts: tuple[SlotVerdict, ...]


class StandingWrite(View):
    """The write that stands in a slot. Where a player's own is newer than it, it was not the last."""

    slot: int
    sequence: int
    writer: str
    is_final: bool


class SavedView(View):
    saved_at: datetime
    standing: tuple[StandingWrite, ...]
    clock: ClockView
    files: tuple[AnsweredFile, ...]
    """That the saved answers name."""
    verdicts: tuple[SlotVerdict, ...]
    """Of the answers that are final, in a test that says at once whether they are right."""


class Receipt(View):
    attempt_id: ExamAttemptId
    exam_id: ExamId
    title: str
    number: int
    submitted_at: datetime
    is_automatic: bool
    """By the clock."""
    receipt: str
    """SHA-256 over what was handed in, by whom and when."""
    too_late: int = 0
    """Writes of this request that came after the deadline."""


class AttemptRow(View):
    """One of my attempts."""

    id: ExamAttemptId
    number: int
    state: AttemptState
    started_at: datetime
    submitted_at: datetime | None
    is_automatic: bool
    receipt: str
    points: str
    """Empty while it may not be seen, and until everything is marked."""
    is_passed: bool | None
    can_look: bool
    """There is something of it to see."""


class MyExamView(View):
    """A test as one of its learners has it before them."""

    id: ExamId
    classroom_id: ClassroomId
    class_name: str
    title: str
    instructions_html: str
    points: str
    questions: int
    minutes: int | None
    """My own, with extra time."""
    break_minutes: int
    opens_at: datetime | None
    closes_at: datetime | None
    """My own."""
    attempts: int
    attempts_left: int
    counting: Counting
    is_one_at_a_time: bool
    may_go_back: bool
    feedback_when: FeedbackTime
    feedback: tuple[Feedback, ...]
    passing_percent: int | None
    standing: str
    """`soon`, `open`, `running`, `used` when no attempt is left, or `closed`."""
    made: tuple[AttemptRow, ...]
    """The latest first."""


class ReviewedSlot(View):
    slot: int
    section: str
    points: str
    question: AskedView
    answer: Mapping[str, Any]
    files: tuple[AnsweredFile, ...]
    """That the answer names."""
    verdict: SlotVerdict


class ReviewView(View):
    """An attempt that was handed in, as far as its learner may see it."""

    attempt: AttemptRow
    exam_id: ExamId
    title: str
    points: str
    """Of the whole test."""
    shows: tuple[Feedback, ...]
    feedback_when: FeedbackTime
    regraded_at: datetime | None
    """When its marks were last changed by another key."""
    slots: tuple[ReviewedSlot, ...]
    """Empty while only the score may be seen."""


class MyAttemptView(View):
    """One attempt among everything that is held about its learner."""

    title: str
    class_name: str
    attempt: AttemptRow
    answers: tuple[Mapping[str, Any], ...]
    """By slot, as they were given."""
    files: tuple[AnsweredFile, ...]
    """That the answers name."""
    slots: tuple[ReviewedSlot, ...]
    """With the questions, where they may be seen."""
