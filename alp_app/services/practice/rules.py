"""When a card is due again, by FSRS, and which questions may become cards. Pure.

The scheduler has no chance in it, so the same reviews always make the same state.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from alp_app.models.practice import Phase, PracticeReview, Rating
from alp_app.models.questions import MARKED_BY_PEOPLE, AnyQuestion

SCHEDULER = Scheduler(
    desired_retention=0.9, learning_steps=[timedelta(minutes=10)], enable_fuzzing=False
)
NEW_PER_DAY = 10
"""Unless the learner says otherwise."""
MOST_NEW_PER_DAY = 100
REST = timedelta(hours=12)
"""Between the quiz and the first review of what was known; what was not comes back at once."""
OFFERED = (Rating.HARD, Rating.GOOD, Rating.EASY)
"""What a learner may say of a right answer."""

_TO_FSRS = {
    Rating.AGAIN: FsrsRating.Again,
    Rating.HARD: FsrsRating.Hard,
    Rating.GOOD: FsrsRating.Good,
    Rating.EASY: FsrsRating.Easy,
}
_STATES = {
    Phase.NEW: State.Learning,
    Phase.LEARNING: State.Learning,
    Phase.REVIEW: State.Review,
    Phase.RELEARNING: State.Relearning,
}
_PHASES = {
    State.Learning: Phase.LEARNING,
    State.Review: Phase.REVIEW,
    State.Relearning: Phase.RELEARNING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """What FSRS knows of one card."""

    phase: Phase
    step: int | None
    stability: float | None
    difficulty: float | None
    due_at: datetime
    reviewed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Reviewed:
    rating: Rating
    at: datetime


def after(memory: Memory | None, review: Reviewed) -> Memory:
    """The card once it was reviewed; `memory` is None for its first review."""
    before = (
        Card(card_id=0, due=review.at)
        if memory is None
        else Card(
            card_id=0,
            state=_STATES[memory.phase],
            step=memory.step,
            stability=memory.stability,
            difficulty=memory.difficulty,
            due=memory.due_at,
            last_review=memory.reviewed_at,
        )
    )
    card, _ = SCHEDULER.review_card(before, _TO_FSRS[review.rating], review.at)
    return Memory(
        phase=_PHASES[card.state],
        step=card.step,
        stability=card.stability,
        difficulty=card.difficulty,
        due_at=card.due,
        reviewed_at=card.last_review,
    )


def replay(reviews: Iterable[Reviewed]) -> Memory | None:
    """The state that a log makes; None for an empty one."""
    memory: Memory | None = None
    for review in reviews:
        memory = after(memory, review)
    return memory


def counted(log: Sequence[PracticeReview]) -> list[Reviewed]:
    """The reviews of one card in their order, each with the rating that was given last, at the time of
    its answer."""
    found: dict[int, Reviewed] = {}
    for row in sorted(log, key=lambda each: (each.number, each.correction)):
        first = found.get(row.number)
        found[row.number] = Reviewed(row.rating, first.at if first else row.at)
    return list(found.values())


def first_rating(*, is_right: bool) -> Rating:
    return Rating.GOOD if is_right else Rating.AGAIN


def first_due(*, is_right: bool, answered_at: datetime) -> datetime:
    """When a question that was answered in a quiz is asked for the first time here."""
    return answered_at + REST if is_right else answered_at


def may_be_practised(content: AnyQuestion) -> bool:
    """Only what is marked at once. Whether its key may decide a mark is `courses.gradable`'s to say."""
    return not isinstance(content, MARKED_BY_PEOPLE)
