"""What somebody who practises sees. Immutable, safe to send to a browser."""

from datetime import datetime

from alp_app.kit.ids import CourseId, LessonId, PracticeCardId, PracticeReviewId, QuestionVersionId
from alp_app.models.practice import Rating
from alp_app.services.assessment.views import Verdict
from alp_app.services.courses.asked_views import AskedView
from alp_app.services.courses.views import View


class CardView(View):
    """One question to answer now."""

    id: PracticeCardId
    number: int
    """Of the review that an answer would be, counted from 1."""
    is_new: bool
    due_at: datetime
    question_version_id: QuestionVersionId
    question: AskedView
    course_id: CourseId
    course_title: str
    slug: str
    lesson_id: LessonId
    lesson_title: str


class SummaryView(View):
    """What there is to practise."""

    due: int
    """Reviews whose time has come."""
    fresh: int
    """New questions that today has still room for."""
    waiting: int
    """New questions that come on a later day."""
    reviewed_today: int
    next_due_at: datetime | None
    """When the next review comes that is not due yet."""
    cards: int
    """All that are practised."""
    new_per_day: int

    @property
    def now(self) -> int:
        return self.due + self.fresh


class QueueView(View):
    summary: SummaryView
    cards: tuple[CardView, ...]
    """The first of what is to be answered now."""


class OfferView(View):
    """A rating, and when the card would come back with it."""

    rating: Rating
    due_at: datetime


class ReviewedView(View):
    review_id: PracticeReviewId
    is_accepted: bool
    """False: this review was answered otherwise before. The verdict is the one given then."""
    verdict: Verdict
    rating: Rating
    due_at: datetime
    offers: tuple[OfferView, ...]
    """Of a right answer: what its learner may say instead. Empty for a wrong one."""


class ListedCardView(View):
    """One of all the questions that are practised."""

    id: PracticeCardId
    stem: str
    """Without marks."""
    course_title: str
    lesson_title: str
    reviews: int
    due_at: datetime
    is_due: bool
    is_put_away: bool
