"""What a learner does when they practise: answer, say how hard it was, put a question away."""

import asyncio
from datetime import datetime

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import (
    CourseId,
    LessonId,
    PracticeCardId,
    PracticeReviewId,
    UserId,
    new_uuid,
)
from alp_app.models.assessment import QuestionVersion
from alp_app.models.mastery import EvidenceKind
from alp_app.models.practice import PracticeCard, PracticeReview, PracticeSettings, Rating
from alp_app.models.questions import FixedQuestion
from alp_app.services.assessment.inputs import Answer
from alp_app.services.assessment.marking import mark
from alp_app.services.assessment.verdicts import same_answer, verdict_for
from alp_app.services.mastery.commands import Answered, Subject, note_answers
from alp_app.services.practice import events
from alp_app.services.practice.access import AskedCard, card_for, question_of, review_for, seed_for
from alp_app.services.practice.errors import AnsweredElsewhere, CardNotFound, NotYoursToRate
from alp_app.services.practice.inputs import SettingsInput
from alp_app.services.practice.rules import (
    OFFERED,
    Memory,
    Reviewed,
    after,
    counted,
    first_due,
    first_rating,
    may_be_practised,
    replay,
)
from alp_app.services.practice.views import OfferView, ReviewedView
from alp_app.unit_of_work import Reader, UnitOfWork


async def add_card(
    work: UnitOfWork,
    user_id: UserId,
    course_id: CourseId,
    lesson_id: LessonId,
    version: QuestionVersion,
    *,
    is_right: bool,
) -> None:
    """A question was answered in a quiz: practise it from now on. Once for each learner and question."""
    if not may_be_practised(version.content):
        return
    now = clock.now()
    adding = insert(PracticeCard).values(
        id=new_uuid(),
        organisation_id=work.organisation_id,
        user_id=user_id,
        course_id=course_id,
        lesson_id=lesson_id,
        question_id=version.question_id,
        due_at=first_due(is_right=is_right, answered_at=now),
        created_at=now,
        **_NOT_BEGUN,
    )
    await work.session.execute(
        adding.on_conflict_do_update(
            index_elements=["user_id", "question_id"], set_={"lesson_id": lesson_id}
        )
    )


_NOT_BEGUN = {"phase": "new", "reviews": 0}


async def answer_card(
    work: UnitOfWork, card_id: PracticeCardId, *, number: int, answer: Answer
) -> ReviewedView:
    """Mark one answer, say why it is right or wrong, and say when the question comes back.

    The first answer to a review counts: the same one again gets the same verdict, another one is not
    accepted and gets the first verdict too. Raises CardNotFound or AnsweredElsewhere.
    """
    card = await card_for(work, card_id, for_update=True)
    log = await _log(work, card_id)
    stored = next((row for row in log if (row.number, row.correction) == (number, 0)), None)
    version_id = stored.question_version_id if stored else card.version_id
    question = await question_of(work, version_id, seed_for(card_id, number))
    if question is None:
        raise CardNotFound
    is_new = stored is None
    if stored is None:
        if number != card.row.reviews + 1:
            raise AnsweredElsewhere
        stored = await _reviewed(work, card, question, answer, number=number)
        log = [*log, stored]
        await _keep(work, card.row, log)
        await _note(work, card, stored)
        work.record(events.CARD_REVIEWED, card_id, number=number, is_right=stored.is_right)
        work.notify("learning", user_id=work.user_id, course_id=card.row.course_id)
    given = Answer.model_validate(stored.response)
    verdict = await verdict_for(work, card.row.course_id, version_id, question, given)
    return ReviewedView(
        review_id=stored.id,
        is_accepted=is_new or same_answer(answer, given),
        verdict=verdict,
        rating=counted([row for row in log if row.number == number])[-1].rating,
        due_at=card.row.due_at,
        offers=_offers(log, stored) if number == card.row.reviews else (),
    )


async def rate_review(
    work: UnitOfWork, review_id: PracticeReviewId, *, rating: Rating
) -> OfferView:
    """Say how hard a right answer was; when the question comes back follows from it.

    Said again, the last word counts. Raises ReviewNotFound or NotYoursToRate.
    """
    card, review = await review_for(work, review_id)
    log = await _log(work, card.row.id)
    if review.number != card.row.reviews or not review.is_right or rating not in OFFERED:
        raise NotYoursToRate
    if counted(log)[-1].rating is not rating:
        said = PracticeReview(
            **review.model_dump(exclude={"id", "correction", "rating", "at"}),
            correction=max(row.correction for row in log if row.number == review.number) + 1,
            rating=rating,
            at=clock.now(),
        )
        work.session.add(said)
        await _keep(work, card.row, [*log, said])
        work.record(events.REVIEW_RATED, review_id, rating=rating.value)
        work.notify("learning", user_id=work.user_id, course_id=card.row.course_id)
    return OfferView(rating=rating, due_at=card.row.due_at)


async def put_away(work: UnitOfWork, card_id: PracticeCardId, *, is_put_away: bool) -> None:
    """Do not ask a question any more, or ask it again as its reviews have it. Raises CardNotFound."""
    card = (await card_for(work, card_id, for_update=True)).row
    if is_put_away == (card.put_away_at is not None):
        return
    card.put_away_at = clock.now() if is_put_away else None
    work.record(events.CARD_PUT_AWAY if is_put_away else events.CARD_BROUGHT_BACK, card_id)
    work.notify("learning", user_id=work.user_id, course_id=card.course_id)


async def change_settings(work: UnitOfWork, *, inputs: SettingsInput) -> None:
    """How many new questions a day I want."""
    kept = insert(PracticeSettings).values(
        user_id=work.user_id,
        organisation_id=work.organisation_id,
        new_per_day=inputs.new_per_day,
    )
    await work.session.execute(
        kept.on_conflict_do_update(
            index_elements=["user_id"], set_={"new_per_day": inputs.new_per_day}
        )
    )
    work.record(events.SETTINGS_CHANGED, work.user_id, new_per_day=inputs.new_per_day)
    work.notify("learning", user_id=work.user_id)


async def _reviewed(
    work: UnitOfWork,
    card: AskedCard,
    question: FixedQuestion,
    answer: Answer,
    *,
    number: int,
) -> PracticeReview:
    # Outside the event loop: the first answer with a unit of its own loads a large library.
    marking = await asyncio.to_thread(mark, question, answer)
    review = PracticeReview(
        organisation_id=card.row.organisation_id,
        card_id=card.row.id,
        number=number,
        question_version_id=card.version_id,
        response=answer.model_dump(mode="json", exclude_defaults=True),
        score=float(marking.score),
        is_right=marking.is_right,
        rating=first_rating(is_right=marking.is_right),
        at=_later(card.row.reviewed_at),
    )
    work.session.add(review)
    return review


async def _note(work: UnitOfWork, card: AskedCard, review: PracticeReview) -> None:
    subject = Subject(
        kind=EvidenceKind.PRACTICE,
        id=review.id,
        user_id=card.row.user_id,
        course_id=card.row.course_id,
        lesson_id=card.row.lesson_id,
    )
    answered = Answered(question_id=card.row.question_id, score=review.score, at=review.at)
    await note_answers(work, subject, [answered])


async def _keep(work: UnitOfWork, card: PracticeCard, log: list[PracticeReview]) -> None:
    """Make a card what its reviews make of it."""
    reviews = counted(log)
    memory = replay(reviews)
    if memory is None:
        raise ValueError("a card is kept once it has a review")
    card.phase, card.step = memory.phase, memory.step
    card.stability, card.difficulty = memory.stability, memory.difficulty
    card.due_at, card.reviewed_at = memory.due_at, memory.reviewed_at
    card.reviews, card.begun_at = len(reviews), reviews[0].at
    await work.session.flush()


async def _log(reader: Reader, card_id: PracticeCardId) -> list[PracticeReview]:
    statement = select(PracticeReview).where(col(PracticeReview.card_id) == card_id)
    return list((await reader.session.scalars(statement)).all())


def _offers(log: list[PracticeReview], review: PracticeReview) -> tuple[OfferView, ...]:
    if not review.is_right:
        return ()
    before: Memory | None = replay(counted([row for row in log if row.number < review.number]))
    return tuple(
        OfferView(rating=rating, due_at=after(before, Reviewed(rating, review.at)).due_at)
        for rating in OFFERED
    )


def _later(before: datetime | None) -> datetime:
    """Now, and never before the review that came first: clocks of several machines differ."""
    now = clock.now()
    return max(now, before) if before else now
