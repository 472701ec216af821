"""Peer review: anonymous, once each, weighed by samples, and a mark only where it may be one."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from alp_app.kit import clock
from alp_app.services.assignments import errors
from alp_app.services.assignments.access import file_to_open
from alp_app.services.assignments.commands import change_assignment
from alp_app.services.assignments.inputs import HandOnInput, MarkInput
from alp_app.services.assignments.marking import release_grades
from alp_app.services.assignments.peers import (
    get_peers,
    hand_on_reviews,
    open_reviews,
    use_peer_marks,
)
from alp_app.services.assignments.reviewing import (
    get_my_reviews,
    list_received,
    save_review,
    submit_review,
)
from alp_app.services.classes.members import remove_member
from tests.services.assignments.conftest import give, task

PEERS = {"reviews_each": 2, "reviews_count": True}


@pytest.fixture
async def desk(room):
    """Three learners, each to review the two others."""
    return await give(room, **PEERS)


@pytest.fixture
async def learners(desk) -> list[Any]:
    people = [desk.ana, desk.ben, await desk.room.pupil("Cleo")]
    for person in people:
        await desk.hand_in(person)
    return people


async def open_them(desk) -> None:
    await desk.do(desk.room.teacher, open_reviews, desk.id)


async def hand_on(desk, until: datetime | None = None) -> Any:
    inputs = HandOnInput(reviews_due_at=until)
    return await desk.do(desk.room.teacher, hand_on_reviews, desk.id, inputs=inputs)


async def mine(desk, person) -> Any:
    return await desk.ask(person, get_my_reviews, desk.id)


async def review(desk, person, *points: int) -> None:
    """Hand in as many of one's reviews as there are points."""
    given = (await mine(desk, person)).reviews
    for one, said in zip(given, points, strict=False):
        inputs = MarkInput.model_validate({"points": said, "comment": f"{said} it is."})
        await desk.do(person, submit_review, one.id, inputs=inputs)


async def test_each_gets_the_work_of_others_without_a_name(desk, learners):
    await open_them(desk)
    for person in learners:
        view = await mine(desk, person)
        assert (view.is_open, len(view.reviews)) == (True, 2)
        assert "name" not in type(view.reviews[0]).model_fields
    with pytest.raises(errors.ReviewsOpen):
        await open_them(desk)


async def test_a_review_is_kept_handed_in_once_and_nobody_else_s(desk, learners):
    await open_them(desk)
    ana, ben, _ = learners
    [first, _] = (await mine(desk, ana)).reviews
    with pytest.raises(errors.ReviewNotFound):
        await desk.do(ben, save_review, first.id, inputs=MarkInput(comment="Mine."))
    with pytest.raises(errors.ReviewNotComplete):
        await desk.do(ana, submit_review, first.id, inputs=MarkInput(comment="Good."))
    await desk.do(ana, save_review, first.id, inputs=MarkInput(comment="Half a"))
    assert (await mine(desk, ana)).reviews[0].mark.comment == "Half a"
    done = MarkInput.model_validate({"points": 7})
    await desk.do(ana, submit_review, first.id, inputs=done)
    with pytest.raises(errors.ReviewHandedIn):
        await desk.do(ana, save_review, first.id, inputs=done)


async def test_files_of_work_can_be_opened_by_who_reviews_it(desk, tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7\nnot much of one")
    file = await desk.add_file(desk.ana, path)
    for person in (desk.ana, desk.ben):
        await desk.hand_in(person)
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.ask(desk.ben, file_to_open, file.id)
    await open_them(desk)
    assert (await desk.ask(desk.ben, file_to_open, file.id)).filename == "report.pdf"
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.ask(await desk.room.pupil("Dora"), file_to_open, file.id)


async def test_reviews_are_the_mark_where_no_teacher_gave_one_and_enough_came(desk, learners):
    ana, ben, cleo = learners
    await open_them(desk)
    await review(desk, ana, 6, 6)
    view = await desk.ask(desk.room.teacher, get_peers, desk.id)
    assert [row.is_enough for row in view.work] == [False, True, True]
    assert [(row.name, row.done) for row in view.reviewers][-1] == ("Ana", 2)
    await review(desk, ben, 9, 9)
    await review(desk, cleo, 3, 3)
    view = await desk.ask(desk.room.teacher, get_peers, desk.id)
    assert [row.peer_mark for row in view.work] == ["6", "4.5", "7.5"]
    assert view.to_use == 3
    used = await desk.do(desk.room.teacher, use_peer_marks, desk.id)
    assert used.count == 3
    assert await desk.ask(ana, list_received, desk.id) == []
    await desk.do(desk.room.teacher, release_grades, desk.id)
    assert (await desk.own_cell(ben)).shown == "4.5"
    said = await desk.ask(ana, list_received, desk.id)
    assert {one.comment for one in said} == {"9 it is.", "3 it is."}


async def test_a_teacher_s_mark_is_never_replaced_by_reviews(desk, learners):
    receipt = (await desk.work(desk.ana)).submitted[0].id
    await open_them(desk)
    for person in learners:
        await review(desk, person, 3, 3)
    teacher = desk.room.teacher
    await desk.mark(type("Receipt", (), {"submission_id": receipt}), points=10)
    assert (await desk.do(teacher, use_peer_marks, desk.id)).count == 2
    assert (await desk.cell(desk.ana)).shown == "10"


async def test_late_reviews_and_late_work_are_left_out(desk, learners):
    await open_them(desk)
    assert all([(await mine(desk, person)).is_open for person in learners])
    closed = task(**PEERS, reviews_due_at=clock.now() - timedelta(minutes=1))
    await desk.do(desk.room.teacher, change_assignment, desk.id, inputs=closed)
    [first, _] = (await mine(desk, desk.ana)).reviews
    with pytest.raises(errors.ReviewsClosed):
        await desk.do(desk.ana, save_review, first.id, inputs=MarkInput(comment="Late."))
    dora = await desk.room.pupil("Dora")
    await desk.hand_in(dora)
    assert (await mine(desk, dora)).reviews == ()


async def test_reviews_of_who_left_are_handed_on_to_the_others_evenly(room):
    desk = await give(room, **PEERS)
    people = [desk.ana, desk.ben, *[await room.pupil(name) for name in ("Cleo", "Dora", "Emil")]]
    for person in people:
        await desk.hand_in(person)
    await open_them(desk)
    *staying, gone = people
    begun = (await mine(desk, gone)).reviews[0].id
    await desk.do(gone, save_review, begun, inputs=MarkInput(comment="I think"))
    await desk.do(room.teacher, remove_member, room.id, gone.user_id)
    view = await desk.ask(room.teacher, get_peers, desk.id)
    assert (view.to_hand_on, view.is_time_over) == (2, False)
    assert [row.name for row in view.reviewers if row.is_gone] == ["Emil"]

    handed = await hand_on(desk)
    assert (handed.count, handed.left) == (2, 0)
    given = [[one.mark.comment for one in (await mine(desk, person)).reviews] for person in staying]
    assert sorted(len(comments) for comments in given) == [2, 2, 3, 3]
    assert all(comment == "" for comments in given for comment in comments)
    for person in staying:
        await review(desk, person, *[5] * 3)
    view = await desk.ask(room.teacher, get_peers, desk.id)
    assert all(len({one.reviewer for one in row.reviews}) == 2 for row in view.work)
    assert all(row.name not in {one.reviewer for one in row.reviews} for row in view.work)
    with pytest.raises(errors.NobodyToReview):
        await hand_on(desk)


async def test_late_reviews_are_handed_on_with_more_time_to_who_has_done_theirs(room):
    desk = await give(room, **PEERS)
    people = [desk.ana, desk.ben, *[await room.pupil(name) for name in ("Cleo", "Dora")]]
    for person in people:
        await desk.hand_in(person)
    await open_them(desk)
    *diligent, late = people
    for person in diligent:
        await review(desk, person, 5, 5)
    teacher = room.teacher
    assert (await desk.ask(teacher, get_peers, desk.id)).to_hand_on == 0
    closed = task(**PEERS, reviews_due_at=clock.now() - timedelta(minutes=1))
    await desk.do(teacher, change_assignment, desk.id, inputs=closed)
    view = await desk.ask(teacher, get_peers, desk.id)
    assert (view.to_hand_on, view.is_time_over) == (2, True)
    with pytest.raises(errors.ReviewsNeedTime):
        await hand_on(desk)
    until = clock.now() + timedelta(days=1)
    assert (await hand_on(desk, until)).count == 2
    view = await desk.ask(teacher, get_peers, desk.id)
    assert (view.to_hand_on, view.assignment.reviews_due_at) == (0, until)
    assert (await mine(desk, late)).reviews == ()
    owed = [
        sum(one.submitted_at is None for one in (await mine(desk, d)).reviews) for d in diligent
    ]
    assert sum(owed) == 2
    assert max(owed) == 1


async def test_reviews_that_nobody_else_may_do_stay_where_they_are(desk, learners):
    await open_them(desk)
    with pytest.raises(errors.NobodyToReview):
        await hand_on(desk)
    *_, gone = learners
    await desk.do(desk.room.teacher, remove_member, desk.room.id, gone.user_id)
    with pytest.raises(errors.NobodyToReview):
        await hand_on(desk)
    view = await desk.ask(desk.room.teacher, get_peers, desk.id)
    assert view.to_hand_on == 2


async def test_samples_that_a_teacher_has_marked_weigh_the_reviewers(room):
    desk = await give(room, **PEERS, calibration=1)
    people = [desk.ana, desk.ben, await room.pupil("Cleo"), await room.pupil("Dora")]
    receipts = [await desk.hand_in(person) for person in people]
    with pytest.raises(errors.CalibrationMissing):
        await open_them(desk)
    await desk.mark(receipts[0], points=10)
    await open_them(desk)
    for person, points in zip(people[1:], (10, 2, 10), strict=True):
        await review(desk, person, *[points] * 3)
    view = await desk.ask(room.teacher, get_peers, desk.id)
    weights = {row.name: row.weight for row in view.reviewers}
    assert weights == {"Ana": "1", "Ben": "1", "Cleo": "0.05", "Dora": "1"}
    assert [row.is_calibration for row in view.work] == [True, False, False, False]


async def test_reviews_are_given_out_only_where_they_are_asked_for(room):
    desk = await give(room)
    await desk.hand_in(desk.ana)
    with pytest.raises(errors.NoReviews):
        await open_them(desk)
    with pytest.raises(errors.NoReviews):
        await desk.do(room.teacher, use_peer_marks, desk.id)
    await desk.do(room.teacher, change_assignment, desk.id, inputs=task(**PEERS))
    with pytest.raises(errors.TooLittleWork):
        await open_them(desk)
