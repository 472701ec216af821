"""Erasing an account: nothing of the person is left, everybody else goes on, and there is one receipt."""

import asyncio

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from alp_app.jobspecs.privacy import EraseAccount
from alp_app.models.classroom import ClassRole
from alp_app.security.actor import Role
from alp_app.services.accounts.errors import LastAdmin, WrongPassword
from alp_app.services.accounts.inputs import SignIn
from alp_app.services.accounts.return_codes import return_by_code
from alp_app.services.accounts.sign_in import sign_in
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.marking import save_mark
from alp_app.services.classes.inputs import PersonToAdd
from alp_app.services.classes.members import add_person
from alp_app.services.classes.queries import get_class
from alp_app.services.community.asking import answer
from alp_app.services.community.asking import ask as ask_class
from alp_app.services.community.discussion import get_thread, list_threads
from alp_app.services.community.inputs import Answer, Question
from alp_app.services.gradebook.queries import get_gradebook
from alp_app.services.privacy.erasing import erase_my_account, erase_portion
from alp_app.services.privacy.errors import OnlyTeacher, ReceiptNotFound, WrongName
from alp_app.services.privacy.inputs import Confirmation
from alp_app.services.privacy.portions import PORTIONS
from alp_app.services.privacy.queries import get_receipt
from tests.support.people import CLIENT, PASSWORD, make_person, sign_in_browser
from tests.support.world import act, ask

BY_PASSWORD = Confirmation(password=SecretStr(PASSWORD))
BY_NAME = Confirmation(name=" Ana ")

EVERY_COLUMN = text("""
    SELECT table_name, column_name FROM information_schema.columns
     WHERE table_schema = 'public' AND data_type IN ('uuid', 'text', 'character varying', 'jsonb')
    """)


async def erase(product, actor, confirmation):
    return await act(
        product, actor, erase_my_account, confirmation=confirmation, guard=product.guard
    )


async def receipt_of(product, visitor, code):
    return await ask(product, visitor, get_receipt, code, client=CLIENT, guard=product.guard)


async def traces(workshop, wanted: str) -> set[str]:
    """Every column of the database in which something is said somewhere."""
    found: set[str] = set()
    for table, column in await workshop.execute(str(EVERY_COLUMN)):
        count = await workshop.execute(
            f'SELECT count(*) FROM "{table}" WHERE strpos("{column}"::text, :wanted) > 0',  # noqa: S608 - names of the schema
            wanted=wanted,
        )
        if count.scalar_one():
            found.add(f"{table}.{column}")
    return found


async def test_nothing_is_left_of_a_pupil_and_the_others_go_on(desk, desk_workshop, tmp_path):
    product, room = desk.room.product, desk.room
    path = tmp_path / "report.txt"
    path.write_bytes(b"Measured 180 bar.")
    await desk.add_file(desk.ana, path)
    receipt = await desk.hand_in(desk.ana)
    marks = MarkInput.model_validate({"points": 7, "comment": "Good."})
    await desk.do(room.teacher, save_mark, receipt.submission_id, inputs=marks)
    await desk.hand_in(desk.ben)

    made = await erase(product, desk.ana, BY_NAME)
    assert made.finished_at is None
    assert made.removed["assignments"] == 1
    await desk_workshop.drain()

    done = await receipt_of(product, room.visitor, made.code)
    assert done.finished_at is not None
    assert "Ana" not in done.model_dump_json()
    assert await traces(desk_workshop, str(desk.ana.user_id)) == set()
    assert await traces(desk_workshop, "The nozzle leaked.") == {"submission.text"}
    book = await ask(product, room.teacher, get_gradebook, room.id)
    assert [row.name for row in book.rows] == ["Ben"]
    assert (await ask(product, room.teacher, get_class, room.id)).learners == 1
    grading = await desk.grading()
    assert [row.name for row in grading.work] == ["Ben"]


async def test_every_door_is_shut_at_once(product, school):
    person = await make_person(product, school.visitor)
    browser = await sign_in_browser(product, person)
    assert (await product.actors.for_cookie(browser.cookie)).is_signed_in
    await erase(product, person.actor, BY_PASSWORD)
    product.actors.forget_all()
    assert not (await product.actors.for_cookie(browser.cookie)).is_signed_in
    again = await act(
        product,
        school.visitor,
        sign_in,
        inputs=SignIn(email=person.email, password=SecretStr(PASSWORD)),
        client=CLIENT,
        guard=product.guard,
    )
    assert again is None


async def test_a_return_code_opens_nothing_any_more(room):
    joined = await room.join("Ana")
    actor = await room.pupil("Ben")
    ana = type(actor)(
        organisation_id=actor.organisation_id, user_id=joined.user_id, role=Role.LEARNER
    )
    await erase(room.product, ana, BY_NAME)
    found = await act(
        room.product,
        room.visitor,
        return_by_code,
        typed=joined.return_code,
        client=CLIENT,
        guard=room.product.guard,
    )
    assert found is None


async def test_somebody_else_at_the_keyboard_cannot_do_it(product, school, desk):
    with pytest.raises(WrongPassword):
        await erase(product, school.ana, Confirmation(password=SecretStr("a guess")))
    with pytest.raises(WrongPassword):
        await erase(product, school.ana, Confirmation(name="learner"))
    with pytest.raises(WrongName):
        await erase(product, desk.ana, Confirmation(name="Ben"))


async def test_asked_for_twice_at_once_there_is_one_receipt(product, school, workshop):
    both = await asyncio.gather(*(erase(product, school.ana, BY_PASSWORD) for _ in range(6)))
    assert len({each.code for each in both}) == 1
    await workshop.drain()
    jobs = await workshop.execute("SELECT count(*) FROM job WHERE kind = 'privacy.erase_account'")
    assert jobs.scalar_one() == 1


@pytest.mark.parametrize("reached", [0, 6, len(PORTIONS) - 1])
async def test_a_worker_that_dies_in_the_middle_is_followed_by_one_that_finishes(
    desk, desk_workshop, reached
):
    product = desk.room.product
    await desk.hand_in(desk.ana)
    made = await erase(product, desk.ana, BY_NAME)
    row = (await desk_workshop.execute("SELECT id FROM erasure")).one()
    for portion in PORTIONS[: reached + 1]:
        await act(product, desk.room.visitor, erase_portion, row.id, portion)
    job = (
        await desk_workshop.execute("SELECT id FROM job WHERE kind = 'privacy.erase_account'")
    ).one()
    await desk_workshop.abandon(job.id)
    await desk_workshop.lose_worker(job.id)
    await desk_workshop.run(job.id)
    done = await receipt_of(product, desk.room.visitor, made.code)
    assert done.finished_at is not None
    assert await traces(desk_workshop, str(desk.ana.user_id)) == set()
    again = await desk_workshop.request(EraseAccount(erasure_id=row.id))
    await desk_workshop.run(again)
    assert await receipt_of(product, desk.room.visitor, made.code) == done


async def test_the_last_administrator_and_a_class_s_only_teacher_are_told_what_to_do(room):
    product = room.product
    admin = await make_person(product, room.visitor, Role.ADMIN)
    with pytest.raises(LastAdmin):
        await erase(product, admin.actor, BY_PASSWORD)
    await make_person(product, room.visitor, Role.ADMIN)
    await erase(product, admin.actor, BY_PASSWORD)
    await erase(product, room.colleague.actor, BY_PASSWORD)

    other = await make_person(product, room.visitor, Role.INSTRUCTOR)
    await room.pupil("Ben")
    with pytest.raises(OnlyTeacher, match="D2"):
        await erase(product, room.teacher, BY_PASSWORD)
    joining = PersonToAdd(email=other.email, role=ClassRole.TEACHER)
    await act(product, room.teacher, add_person, room.id, person=joining)
    await erase(product, room.teacher, BY_PASSWORD)


async def test_what_a_teacher_made_stays_with_the_school(room, desk_workshop):
    product = room.product
    other = await make_person(product, room.visitor, Role.INSTRUCTOR)
    joining = PersonToAdd(email=other.email, role=ClassRole.TEACHER)
    await act(product, room.teacher, add_person, room.id, person=joining)
    made = await erase(product, room.teacher, BY_PASSWORD)
    await desk_workshop.drain()
    done = await receipt_of(product, room.visitor, made.code)
    assert "teaching" in done.kept
    view = await ask(product, other.actor, get_class, room.id)
    assert view.name == "D2"
    rows = await desk_workshop.execute("SELECT owner_id FROM course")
    assert [row.owner_id for row in rows] == [None]


async def test_a_question_that_others_answered_stays_as_an_empty_one(desk, desk_workshop):
    room, product = desk.room, desk.room.product
    lesson = room.course.lesson_ids[0]
    answered, alone = [
        await act(
            product, desk.ana, ask_class, room.id, guard=product.guard,
            question=Question(lesson_id=lesson, title=title, body="I am Ana and wonder."),
        )
        for title in ("Why?", "How?")
    ]  # fmt: skip
    said = Answer(body="Because of the moon.")
    await act(product, desk.ben, answer, answered, answer=said, guard=product.guard)
    await erase(product, desk.ana, BY_NAME)
    await desk_workshop.drain()
    [row] = await ask(product, desk.ben, list_threads, room.id)
    assert row.id == answered != alone
    assert (row.title, row.author) == ("", "")
    thread = await ask(product, desk.ben, get_thread, answered)
    assert thread.posts[0].body_html == ""
    assert "moon" in thread.posts[1].body_html


async def test_the_trail_keeps_what_was_done_and_no_longer_by_whom(product, school, workshop):
    before = (await workshop.execute("SELECT count(*) FROM audit_event")).scalar_one()
    person = await make_person(product, school.visitor)
    await sign_in_browser(product, person)
    await erase(product, person.actor, BY_PASSWORD)
    await workshop.drain()
    assert await traces(workshop, str(person.id)) == set()
    assert await traces(workshop, person.email) == set()
    after = (await workshop.execute("SELECT count(*) FROM audit_event")).scalar_one()
    assert after > before


async def test_a_code_that_was_never_given_has_no_receipt(product, school):
    with pytest.raises(ReceiptNotFound):
        await receipt_of(product, school.visitor, "BCDF-2345-GHJK-6789")
