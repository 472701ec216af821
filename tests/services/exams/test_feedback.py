"""Nothing that a learner receives holds a key before it may be seen, and then no more than was said."""

from datetime import timedelta
from typing import Any, cast

import pytest

from alp_app.kit import clock
from alp_app.models.exams import Feedback
from alp_app.services.exams import timekeeping
from alp_app.services.exams.errors import NotHandedIn
from alp_app.services.exams.marking import release_scores
from alp_app.services.exams.mine import get_my_exam
from tests.services.assessment.questions import TELLTALE, every_kind
from tests.services.assessment.test_asking import KEY_FIELDS
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, set_exam, write
from tests.support.world import choice

KINDS = every_kind()
VERDICT_FIELDS = {"verdict", "verdicts", "right", "is_right", "reason_html"}
HOUR = timedelta(hours=1)


def names(value: Any) -> set[str]:
    """Of every field, however deep."""
    match value:
        case dict():
            fields = cast("dict[str, Any]", value)
            return set(fields).union(*(names(part) for part in fields.values()))
        case list():
            return set[str]().union(*(names(part) for part in cast("list[Any]", value)))
        case _:
            return set()


async def test_an_open_attempt_holds_no_key_of_any_kind_of_question(room: Room):
    hall = await set_exam(room, *KINDS.values())
    sitting = await hall.sitting(hall.ana, await hall.start(hall.ana))
    assert [each.question.type for each in sitting.slots if each.question] == list(KINDS)
    assert TELLTALE not in sitting.model_dump_json()
    for slot in sitting.slots:
        sent = slot.question.model_dump(mode="json") if slot.question else {}
        sent.pop("answer")
        assert not names(sent) & KEY_FIELDS
    found = names(sitting.model_dump(mode="json", exclude={"verdicts"}))
    assert not found & VERDICT_FIELDS
    assert sitting.verdicts == ()


async def test_before_its_time_a_review_holds_nothing_but_the_receipt(room: Room):
    hall = await set_exam(room, *KINDS.values(), feedback_when="released")
    attempt = await hall.start(hall.ana)
    with pytest.raises(NotHandedIn):
        await hall.review(hall.ana, attempt)
    await hall.submit(hall.ana, attempt)
    review = await hall.review(hall.ana, attempt)
    assert review.slots == ()
    assert review.shows == ()
    assert review.attempt.points == ""
    assert len(review.attempt.receipt) == 64


@pytest.mark.parametrize(
    ("feedback", "seen"),
    [
        (["score"], {"points": "2", "is_right": None, "reason": False, "key": False}),
        (["verdicts"], {"points": "", "is_right": True, "reason": False, "key": False}),
        (["verdicts", "reasons"], {"points": "", "is_right": True, "reason": True, "key": False}),
        (["verdicts", "key"], {"points": "", "is_right": True, "reason": False, "key": True}),
    ],
)
async def test_a_review_shows_what_was_said_and_no_more(
    room: Room, feedback: list[str], seen: dict[str, Any]
):
    hall = await set_exam(room, choice("One?"), feedback=feedback)
    attempt = await hall.take(hall.ana, right=1)
    review = await hall.review(hall.ana, attempt)
    assert review.attempt.points == ("2" if "score" in feedback else "")
    if feedback == ["score"]:
        assert review.slots == ()
        return
    verdict = review.slots[0].verdict
    assert verdict.points == seen["points"]
    assert verdict.is_right is seen["is_right"]
    sent = verdict.model_dump_json()
    assert ("Reason right 0" in sent) is seen["reason"]
    assert bool(verdict.right) is seen["key"]
    assert ("The explanation." in sent) is seen["key"]


async def test_without_the_key_nothing_is_said_of_what_was_not_picked(room: Room):
    hall = await set_exam(room, choice("One?"), feedback=["verdicts", "reasons"])
    attempt = await hall.take(hall.ana, right=0)
    verdict = (await hall.review(hall.ana, attempt)).slots[0].verdict
    assert [part.is_right for part in verdict.parts] == [False]
    assert "Reason right" not in verdict.model_dump_json()


async def test_feedback_after_the_close_waits_for_whoever_has_more_time(room: Room):
    now = clock.now()
    hall = await set_exam(room, feedback_when="closed", opens_at=now - HOUR, closes_at=now + HOUR)
    attempt = await hall.take(hall.ana, right=3)
    other = await hall.start(hall.ben)
    assert (await hall.review(hall.ana, attempt)).shows == ()
    assert (await hall.own_cell(hall.ana)).shown == ""
    await hall.sql("UPDATE exam SET closes_at = closes_at - :ahead", ahead=2 * HOUR)
    assert (await hall.review(hall.ana, attempt)).shows == ()
    assert await hall.ask(hall.room.teacher, timekeeping.list_closed) == []
    await hall.submit(hall.ben, other)
    assert Feedback.KEY in (await hall.review(hall.ana, attempt)).shows
    assert await hall.ask(hall.room.teacher, timekeeping.list_closed) == [hall.id]
    await hall.do(hall.room.teacher, timekeeping.release_closed, hall.id)
    assert (await hall.own_cell(hall.ana)).shown == "6"


async def test_scores_are_seen_when_a_teacher_says_so(room: Room):
    hall = await set_exam(room, feedback_when="released")
    attempt = await hall.take(hall.ana, right=2)
    assert (await hall.cell(hall.ana)).shown == "4"
    assert (await hall.own_cell(hall.ana)).shown == ""
    assert await hall.do(hall.room.teacher, release_scores, hall.id) == 1
    assert (await hall.own_cell(hall.ana)).shown == "4"
    assert (await hall.review(hall.ana, attempt)).attempt.points == "4"


async def test_a_checked_answer_gets_its_verdict_and_no_other_does(room: Room):
    hall = await set_exam(room, feedback_when="at_once")
    attempt = await hall.start(hall.ana)
    first, second = (await hall.asked(attempt))[:2]
    saved = await hall.save(
        hall.ana,
        attempt,
        write(0, hall.wrong(first), is_final=True),
        write(1, hall.right(second)),
    )
    assert [(each.slot, each.is_right) for each in saved.verdicts] == [(0, False)]
    sitting = await hall.sitting(hall.ana, attempt)
    assert [each.slot for each in sitting.verdicts] == [0]


async def test_where_nothing_is_checked_a_final_answer_gets_no_verdict(hall: Hall):
    attempt = await hall.start(hall.ana)
    saved = await hall.save(hall.ana, attempt, write(2, {"number": "1"}, is_final=True))
    assert saved.verdicts == ()


async def test_passing_is_said_with_the_score(room: Room):
    hall = await set_exam(room, passing_percent=50)
    attempt = await hall.take(hall.ana, right=2)
    assert (await hall.review(hall.ana, attempt)).attempt.is_passed is True
    await hall.take(hall.ben, right=1)
    made = (await hall.ask(hall.ben, get_my_exam, hall.id)).made
    assert [each.is_passed for each in made] == [False]
