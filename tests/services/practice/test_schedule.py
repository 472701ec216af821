"""The schedule follows from the log of reviews alone, whatever that log is."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from alp_app.kit.ids import PracticeCardId, QuestionVersionId, new_uuid
from alp_app.models.practice import Phase, PracticeReview, Rating
from alp_app.services.practice.rules import Reviewed, after, counted, replay

BEGIN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
CARD = PracticeCardId(new_uuid())
VERSION = QuestionVersionId(new_uuid())

ratings = st.sampled_from(list(Rating))
pauses = st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=400))
histories = st.lists(st.tuples(ratings, pauses), min_size=1, max_size=30)


def reviews_of(history: list[tuple[Rating, timedelta]]) -> list[Reviewed]:
    at = BEGIN
    found: list[Reviewed] = []
    for rating, pause in history:
        at += pause
        found.append(Reviewed(rating, at))
    return found


def row(number: int, correction: int, rating: Rating, at: datetime) -> PracticeReview:
    return PracticeReview(
        card_id=CARD,
        number=number,
        correction=correction,
        question_version_id=VERSION,
        score=1.0,
        is_right=True,
        rating=rating,
        at=at,
    )


@given(histories)
def test_the_same_log_always_makes_the_same_state(history):
    reviews = reviews_of(history)
    step_by_step = None
    for review in reviews:
        step_by_step = after(step_by_step, review)
    assert replay(reviews) == step_by_step == replay(list(reviews))


@given(histories)
def test_a_card_is_due_after_its_last_review_and_never_new_again(history):
    memory = replay(reviews_of(history))
    assert memory is not None
    assert memory.reviewed_at is not None
    assert memory.due_at > memory.reviewed_at
    assert memory.phase is not Phase.NEW


@given(histories, st.data())
def test_a_corrected_log_makes_what_the_last_words_would_have_made(history, data):
    reviews = reviews_of(history)
    log: list[PracticeReview] = []
    meant: list[Reviewed] = []
    for number, review in enumerate(reviews, start=1):
        said = [review.rating, *data.draw(st.lists(ratings, max_size=3))]
        log += [
            row(number, place, rating, review.at + timedelta(minutes=place))
            for place, rating in enumerate(said)
        ]
        meant.append(Reviewed(said[-1], review.at))
    shuffled = data.draw(st.permutations(log))
    assert counted(shuffled) == meant
    assert replay(counted(shuffled)) == replay(meant)


@given(histories, pauses)
def test_easier_never_comes_back_sooner(history, pause):
    reviews = reviews_of(history)
    memory = replay(reviews)
    at = reviews[-1].at + pause
    dues = [after(memory, Reviewed(rating, at)).due_at for rating in Rating]
    assert dues == sorted(dues)
