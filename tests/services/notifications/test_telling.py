"""What happens is told to those whom it concerns, once, and as they want to be told."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.pages import PageRequest
from alp_app.models.classroom import ClassRole
from alp_app.models.job import Job
from alp_app.models.notification import (
    Channel,
    Mail,
    Notification,
    NotificationKind,
    NotificationSettings,
)
from alp_app.security.actor import Actor
from alp_app.services.assignments import commands as assignments
from alp_app.services.assignments.inputs import AssignmentInput, DraftInput, MarkInput
from alp_app.services.assignments.marking import release_grades, save_mark
from alp_app.services.assignments.submitting import save_draft, submit
from alp_app.services.classes.inputs import PersonToAdd
from alp_app.services.classes.members import add_person
from alp_app.services.community import announcements, asking, moderation
from alp_app.services.community.inputs import AnnouncementInput, Answer, Because, Question
from alp_app.services.notifications import commands, due, queries
from alp_app.services.notifications.errors import LinkNotOurs
from alp_app.services.notifications.inputs import ReadInput, SettingsInput
from alp_app.services.notifications.naming import is_named
from tests.services.classes.conftest import Room
from tests.services.notifications.conftest import LINKS
from tests.support.people import Person, make_person
from tests.support.world import act, ask


async def join(room: Room, role: ClassRole = ClassRole.LEARNER) -> Person:
    """Somebody with an address, whom the teacher has added."""
    person = await make_person(room.product, room.visitor)
    adding = PersonToAdd(email=person.email, role=role)
    await act(room.product, room.teacher, add_person, room.id, person=adding)
    await act(room.product, person.actor, commands.mark_read, inputs=ReadInput())
    return person


async def words_to(room: Room, actor: Actor) -> list[str]:
    page = await ask(room.product, actor, queries.list_notifications, PageRequest(limit=50))
    return [one.word for one in page.items if not one.is_read]


async def mails_to(room: Room, email: str) -> list[Mail]:
    async with room.product.sessions() as session:
        found = select(Mail).where(col(Mail.recipient) == email).order_by(col(Mail.id))
        return list((await session.scalars(found)).all())


async def announce(room: Room, **more: Any) -> Any:
    inputs = AnnouncementInput.model_validate(
        {"title": "No class", "body": "Read **this**", **more}
    )
    return await act(room.product, room.teacher, announcements.announce, room.id, inputs=inputs)


async def choose(room: Room, actor: Actor, kind: NotificationKind, channel: Channel) -> None:
    inputs = SettingsInput(channels={kind: channel})
    await act(room.product, actor, commands.change_settings, inputs=inputs)


async def test_an_announcement_is_told_in_the_app_and_by_mail_with_its_text(room: Room) -> None:
    pupil, person = await room.pupil(), await join(room)
    await announce(room)
    assert await words_to(room, pupil) == ["announcement"]
    assert await words_to(room, person.actor) == ["announcement"]
    assert await words_to(room, room.teacher) == []
    [_, mail] = await mails_to(room, person.email)
    assert mail.subject.endswith("D2: No class")
    assert "https://school.example.org/classes/" in mail.text
    assert "<strong>this</strong>" in mail.html


async def test_an_announcement_of_later_is_told_when_its_time_has_come_and_once(room: Room) -> None:
    pupil = await room.pupil()
    made = await announce(room, publish_at=clock.now() + timedelta(hours=1))
    await act(room.product, room.visitor, due.publish_announcements)
    assert await words_to(room, pupil) == []
    async with room.product.sessions.begin() as session:
        row = await session.get_one(announcements.Announcement, made)
        row.publish_at = clock.now()
    for _ in range(2):
        await act(room.product, room.visitor, due.publish_announcements)
    assert await words_to(room, pupil) == ["announcement"]


async def test_whoever_wants_to_hear_nothing_of_a_kind_hears_nothing(room: Room) -> None:
    person = await join(room)
    before = len(await mails_to(room, person.email))
    await choose(room, person.actor, NotificationKind.ANNOUNCEMENT, Channel.OFF)
    await announce(room)
    assert await words_to(room, person.actor) == []
    await choose(room, person.actor, NotificationKind.ANNOUNCEMENT, Channel.APP)
    await announce(room)
    assert await words_to(room, person.actor) == ["announcement"]
    assert len(await mails_to(room, person.email)) == before


async def test_questions_answers_and_names_reach_whom_they_concern(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    guard = room.product.guard
    question = Question(lesson_id=room.course.lesson_ids[0], title="Why?", body="@ben, you?")
    thread = await act(room.product, amara, asking.ask, room.id, question=question, guard=guard)
    assert await words_to(room, room.teacher) == ["question_asked"]
    assert await words_to(room, ben) == ["mentioned"]
    post = await act(
        room.product, ben, asking.answer, thread, answer=Answer(body="So."), guard=guard
    )
    assert await words_to(room, amara) == ["replied"]
    await act(room.product, amara, asking.accept, thread, post_id=post)
    assert (await words_to(room, ben))[0] == "answer_accepted"
    because = Because(reason="Off the point")
    await act(room.product, amara, asking.report_post, post, because=because, guard=guard)
    assert (await words_to(room, room.teacher))[0] == "post_reported"
    await act(room.product, room.teacher, moderation.hide_post, post, because=because)
    assert (await words_to(room, ben))[0] == "post_hidden"


@pytest.mark.parametrize(
    ("body", "name", "is_meant"),
    [
        ("@Amara B. look", "Amara B.", True),
        ("look, @amara!", "Amara", True),
        ("me@amara.org", "Amara", False),
        ("@Amaranth", "Amara", False),
        ("Amara", "Amara", False),
        ("@A+B", "A+B", True),
    ],
)
def test_a_name_after_an_at_sign_is_a_mention(body: str, name: str, is_meant: bool) -> None:
    assert is_named(body, name) is is_meant


async def test_grades_are_told_to_those_whose_work_was_released_once(room: Room) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    made = await act(
        room.product,
        room.teacher,
        assignments.create_assignment,
        room.id,
        inputs=AssignmentInput(title="Report", instructions="Write.", attempts=3),
    )
    await act(room.product, room.teacher, assignments.publish_assignment, made)
    assert await words_to(room, amara) == ["work_published"]
    for number, actor in enumerate((amara, ben), start=1):
        await act(room.product, actor, save_draft, made, draft=DraftInput(attempt=1, text="Done."))
        receipt = await act(room.product, actor, submit, made, attempt=1)
        mark = MarkInput(points=number)
        await act(room.product, room.teacher, save_mark, receipt.submission_id, inputs=mark)
        await act(room.product, room.teacher, release_grades, made)
    for actor in (amara, ben):
        assert (await words_to(room, actor)).count("grades_released") == 1


async def test_work_that_is_due_soon_is_said_once_to_those_who_have_not_handed_it_in(
    room: Room,
) -> None:
    amara, ben = await room.pupil("Amara"), await room.pupil("Ben")
    made = await act(
        room.product,
        room.teacher,
        assignments.create_assignment,
        room.id,
        inputs=AssignmentInput(
            title="Report", instructions="Write.", due_at=clock.now() + timedelta(hours=5)
        ),
    )
    await act(room.product, room.teacher, assignments.publish_assignment, made)
    await act(room.product, ben, save_draft, made, draft=DraftInput(attempt=1, text="Done."))
    await act(room.product, ben, submit, made, attempt=1)
    for _ in range(2):
        await act(room.product, room.visitor, due.remind_of_work)
    assert (await words_to(room, amara)).count("work_due") == 1
    assert "work_due" not in await words_to(room, ben)
    reminded = "SELECT count(*) FROM audit_event WHERE name = 'grade_column.due_soon'"
    async with room.product.sessions() as session:
        assert await session.scalar(text(reminded)) == 1


async def test_the_daily_mail_holds_what_is_unread_comes_once_and_is_never_empty(
    room: Room,
) -> None:
    person = await join(room)
    before = len(await mails_to(room, person.email))
    await choose(room, person.actor, NotificationKind.ANNOUNCEMENT, Channel.DIGEST)
    await act(room.product, room.visitor, due.ask_for_digests)
    for title in ("First", "Second", "Third"):
        await announce(room, title=title)
    page = await ask(room.product, person.actor, queries.list_notifications, PageRequest())
    await act(
        room.product, person.actor, commands.mark_read, inputs=ReadInput(ids=[page.items[0].id])
    )
    await act(room.product, room.visitor, due.ask_for_digests)
    assert len(await mails_to(room, person.email)) == before
    async with room.product.sessions.begin() as session:
        for row in await session.scalars(select(Notification)):
            row.created_at -= timedelta(days=2)
    for _ in range(2):
        await act(room.product, room.visitor, due.ask_for_digests)
    [*_, mail] = mails = await mails_to(room, person.email)
    assert len(mails) == before + 1
    assert "First" in mail.text
    assert "Second" in mail.text
    assert "Third" not in mail.text


async def test_a_link_in_a_mail_ends_such_mails_and_no_others(room: Room) -> None:
    person = await join(room)
    await announce(room)
    [*_, mail] = await mails_to(room, person.email)
    token = mail.unsubscribe_url.partition("token=")[2]
    found = await act(room.product, room.visitor, commands.unsubscribe, token=token, links=LINKS)
    assert found.kind is NotificationKind.ANNOUNCEMENT
    count = len(await mails_to(room, person.email))
    await announce(room)
    assert len(await mails_to(room, person.email)) == count
    assert "announcement" in await words_to(room, person.actor)
    for wrong in ("", "x.y.z", token[:-2], LINKS.sign("calendar", str(person.id))):
        with pytest.raises(LinkNotOurs):
            await act(room.product, room.visitor, commands.unsubscribe, token=wrong, links=LINKS)


async def test_the_job_that_sends_belongs_to_nobody(room: Room) -> None:
    await join(room)
    await announce(room)
    async with room.product.sessions() as session:
        jobs = (await session.scalars(select(Job))).all()
    assert {job.kind for job in jobs} == {"notifications.send_mails"}
    assert {job.requested_by for job in jobs} == {None}


async def test_a_zone_is_remembered_and_choices_stay(room: Room) -> None:
    person = await join(room)
    await choose(room, person.actor, NotificationKind.DUE, Channel.OFF)
    await act(room.product, person.actor, commands.remember_zone, time_zone="Asia/Tokyo")
    view = await ask(room.product, person.actor, queries.get_settings)
    assert (view.time_zone, view.email) == ("Asia/Tokyo", person.email)
    assert {one.kind: one.channel for one in view.choices}[NotificationKind.DUE] is Channel.OFF
    assert NotificationKind.JOB not in {one.kind for one in view.choices}
    async with room.product.sessions() as session:
        assert (await session.get_one(NotificationSettings, person.id)).digest_hour == 7
