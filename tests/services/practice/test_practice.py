"""What was answered in a quiz comes back when it is about to be forgotten, and never counts twice."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.kit.ids import PracticeCardId, new_uuid
from alp_app.kit.pages import PageRequest
from alp_app.models.audit import AuditEvent
from alp_app.models.practice import Phase, PracticeCard, PracticeReview, Rating
from alp_app.services.courses.commands import change_question, delete_lesson, delete_question
from alp_app.services.learning.commands import enrol as enrol_in
from alp_app.services.practice.commands import answer_card, change_settings, put_away, rate_review
from alp_app.services.practice.errors import (
    AnsweredElsewhere,
    CardNotFound,
    NotYoursToRate,
    ReviewNotFound,
    UnknownZone,
)
from alp_app.services.practice.inputs import SettingsInput
from alp_app.services.practice.queries import get_queue, get_summary, list_cards
from alp_app.services.practice.rules import counted, replay
from tests.services.practice.conftest import right, study, wrong
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish


async def later(product, days: float) -> None:
    """Let every card be as if so much time had passed since."""
    async with product.sessions() as session, session.begin():
        given = {"days": days}
        await session.execute(
            text("""
                UPDATE practice_card SET due_at = due_at - :days * interval '1 day',
                    reviewed_at = reviewed_at - :days * interval '1 day',
                    begun_at = begun_at - :days * interval '1 day'"""),
            given,
        )
        await session.execute(
            text("UPDATE practice_review SET at = at - :days * interval '1 day'"), given
        )


async def first_card(product, studied):
    return (await ask(product, studied.ana, get_queue)).cards[0]


def as_in(studied, card, *, is_right: bool):
    """An answer to the question that a card asks."""
    lesson = studied.lesson
    question = lesson.questions[lesson.version_ids.index(card.question_version_id)]
    return right(question) if is_right else wrong(question)


async def test_what_was_wrong_comes_back_at_once_and_what_was_right_after_a_rest(product, studied):
    queue = await ask(product, studied.ana, get_queue)
    assert [card.question.stem_html for card in queue.cards] == ["A?"]
    assert (queue.summary.due, queue.summary.fresh, queue.summary.waiting) == (0, 1, 1)
    ahead = await ask(product, studied.ana, get_queue, is_ahead=True)
    assert len(ahead.cards) == 2
    await later(product, 1)
    assert (await ask(product, studied.ana, get_summary)).fresh == 2


async def test_a_question_is_one_card_however_often_its_quiz_is_taken(product, studied):
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PracticeCard)) == 2
    page = await ask(product, studied.ana, list_cards, PageRequest())
    assert sorted(card.stem for card in page.items) == ["A?", "How much?"]


async def test_the_list_says_which_questions_are_due_now(product, studied):
    page = await ask(product, studied.ana, list_cards, PageRequest())
    assert {card.stem: card.is_due for card in page.items} == {"A?": True, "How much?": False}


async def test_an_answer_is_marked_by_the_server_with_reason_and_offers(product, studied):
    card = await first_card(product, studied)
    assert "is_correct" not in card.model_dump_json()
    done = await act(
        product,
        studied.ana,
        answer_card,
        card.id,
        number=1,
        answer=as_in(studied, card, is_right=True),
    )
    assert done.verdict.is_right
    assert done.verdict.explanation_html == "The explanation."
    assert done.rating is Rating.GOOD
    dues = [offer.due_at for offer in done.offers]
    assert dues == sorted(dues)
    assert [offer.rating for offer in done.offers] == [Rating.HARD, Rating.GOOD, Rating.EASY]
    assert dues[1] == done.due_at > clock.now() + timedelta(days=1)


async def test_a_wrong_answer_comes_back_the_same_day_and_is_nobodys_to_rate(product, studied):
    card = await first_card(product, studied)
    answer = as_in(studied, card, is_right=False)
    done = await act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
    assert (done.rating, done.offers) == (Rating.AGAIN, ())
    assert done.due_at < clock.now() + timedelta(hours=1)
    with pytest.raises(NotYoursToRate):
        await act(product, studied.ana, rate_review, done.review_id, rating=Rating.EASY)


async def test_the_same_answer_sent_again_counts_once(product, studied):
    card = await first_card(product, studied)
    answer = as_in(studied, card, is_right=True)
    answers = await asyncio.gather(
        *(
            act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
            for _ in range(5)
        )
    )
    assert len({done.review_id for done in answers}) == 1
    assert all(done.is_accepted for done in answers)
    other = await act(
        product,
        studied.ana,
        answer_card,
        card.id,
        number=1,
        answer=as_in(studied, card, is_right=False),
    )
    assert not other.is_accepted
    assert other.verdict.is_right
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(PracticeReview)) == 1


async def test_an_answer_to_a_review_that_is_not_the_next_is_refused(product, studied):
    card = await first_card(product, studied)
    with pytest.raises(AnsweredElsewhere):
        await act(
            product,
            studied.ana,
            answer_card,
            card.id,
            number=2,
            answer=as_in(studied, card, is_right=True),
        )


async def test_saying_how_hard_it_was_moves_the_next_review_and_the_last_word_counts(
    product, studied
):
    card = await first_card(product, studied)
    answer = as_in(studied, card, is_right=True)
    done = await act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
    dues = {offer.rating: offer.due_at for offer in done.offers}
    for rating in (Rating.EASY, Rating.HARD, Rating.EASY, Rating.EASY):
        said = await act(product, studied.ana, rate_review, done.review_id, rating=rating)
        assert said.due_at == dues[rating]
    async with product.sessions() as session:
        row = await session.get_one(PracticeCard, card.id)
        log = (await session.scalars(select(PracticeReview))).all()
        assert (row.reviews, row.due_at) == (1, dues[Rating.EASY])
        assert len(log) == 4
    again = await act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
    assert again.rating is Rating.EASY


async def test_a_cards_state_is_what_its_log_makes(product, studied):
    card = await first_card(product, studied)
    for number, is_right in enumerate([True, True, False, True, True], start=1):
        done = await act(
            product,
            studied.ana,
            answer_card,
            card.id,
            number=number,
            answer=as_in(studied, card, is_right=is_right),
        )
        if number == 2:
            await act(product, studied.ana, rate_review, done.review_id, rating=Rating.HARD)
        await later(product, 3)
    async with product.sessions() as session:
        row = await session.get_one(PracticeCard, card.id)
        log = list((await session.scalars(select(PracticeReview))).all())
    memory = replay(counted(log))
    assert memory is not None
    assert row.stability == pytest.approx(memory.stability)
    assert row.difficulty == pytest.approx(memory.difficulty)
    assert (row.phase, row.reviews) == (Phase.REVIEW, 5)


async def test_new_questions_stop_at_the_limit_of_the_day(product, school):
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=[choice(f"Q{number}?") for number in range(5)]),
    )
    await act(product, school.ana, enrol_in, course.id)
    lesson = course.lessons[0]
    await study(product, school.ana, lesson, *(wrong(each) for each in lesson.questions))
    await act(product, school.ana, change_settings, inputs=SettingsInput(new_per_day=2))
    queue = await ask(product, school.ana, get_queue)
    assert len(queue.cards) == queue.summary.fresh == 2
    card = queue.cards[0]
    question = lesson.questions[lesson.version_ids.index(card.question_version_id)]
    await act(product, school.ana, answer_card, card.id, number=1, answer=right(question))
    assert len((await ask(product, school.ana, get_queue)).cards) == 1
    await later(product, 1.5)
    after = await ask(product, school.ana, get_summary)
    assert (after.due, after.fresh) == (0, 2)


async def test_another_learner_has_nothing_to_do_with_my_cards(product, school, studied):
    card = await first_card(product, studied)
    answer = as_in(studied, card, is_right=True)
    done = await act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
    assert (await ask(product, school.ben, get_queue)).cards == ()
    for refused in (
        act(product, school.ben, answer_card, card.id, number=2, answer=answer),
        act(product, school.ben, put_away, card.id, is_put_away=True),
        act(product, school.ben, answer_card, PracticeCardId(new_uuid()), number=1, answer=answer),
    ):
        with pytest.raises(CardNotFound):
            await refused
    with pytest.raises(ReviewNotFound):
        await act(product, school.ben, rate_review, done.review_id, rating=Rating.EASY)


async def test_a_question_is_asked_as_it_was_published_and_no_longer_once_it_is_gone(
    product, studied
):
    question_id = studied.lesson.question_ids[0]
    await act(product, studied.teacher, change_question, question_id, content=choice("A, mended?"))
    assert (await first_card(product, studied)).question.stem_html == "A?"
    await publish(product, studied.teacher, studied.course.id)
    assert (await first_card(product, studied)).question.stem_html == "A, mended?"
    await act(product, studied.teacher, delete_question, studied.lesson.quiz_id, question_id)
    await publish(product, studied.teacher, studied.course.id)
    queue = await ask(product, studied.ana, get_queue)
    assert (queue.cards, queue.summary.cards) == ((), 1)
    await act(product, studied.teacher, delete_lesson, studied.lesson.id)
    await publish(product, studied.teacher, studied.course.id)
    assert (await ask(product, studied.ana, get_summary)).cards == 0


async def test_a_question_that_was_put_away_is_not_asked_until_it_is_brought_back(product, studied):
    card = await first_card(product, studied)
    await act(product, studied.ana, put_away, card.id, is_put_away=True)
    assert (await ask(product, studied.ana, get_queue)).cards == ()
    [away] = [
        each
        for each in (await ask(product, studied.ana, list_cards, PageRequest())).items
        if each.is_put_away
    ]
    assert away.id == card.id
    await act(product, studied.ana, put_away, card.id, is_put_away=False)
    assert (await first_card(product, studied)).id == card.id


async def test_each_review_is_in_the_audit_log_without_what_was_answered(product, studied):
    card = await first_card(product, studied)
    answer = as_in(studied, card, is_right=True)
    await act(product, studied.ana, answer_card, card.id, number=1, answer=answer)
    async with product.sessions() as session:
        [event] = (
            await session.scalars(
                select(AuditEvent).where(col(AuditEvent.name) == "practice_card.reviewed")
            )
        ).all()
    assert event.facts == {"number": 1, "is_right": True}


async def test_a_day_begins_in_the_learners_zone(product, studied):
    assert (await ask(product, studied.ana, get_summary, zone="Pacific/Auckland")).cards == 2
    with pytest.raises(UnknownZone):
        await ask(product, studied.ana, get_summary, zone="Mars/Olympus")
