"""Joining a class: by code or link, with a name or an account; seats, names, and the way back."""

import asyncio
from datetime import timedelta

import pytest
from sqlmodel import col, select

from alp_app.kit import clock
from alp_app.kit.ids import OrganisationId, new_uuid
from alp_app.models.account import BrowserSession, ReturnCode, User
from alp_app.models.classroom import ClassRole
from alp_app.security.actor import Actor, Role
from alp_app.security.rate_limits import TooManyRequests
from alp_app.services.accounts import return_codes
from alp_app.services.accounts.errors import NoReturnCode
from alp_app.services.classes import commands, errors, invites, joining, members
from alp_app.services.classes.inputs import (
    ClassCopy,
    CodeSettings,
    JoinByCode,
    JoinByInvite,
    NewInvite,
)
from alp_app.services.classes.queries import get_class, list_members, list_my_classes
from alp_app.services.learning.queries import get_progress
from tests.services.classes.conftest import CLIENT
from tests.support.world import act, ask


async def roll(room) -> list[str]:
    members_ = await ask(room.product, room.teacher, list_members, room.id)
    return [member.name for member in members_ if member.role is ClassRole.LEARNER]


async def close(room, **settings) -> None:
    await act(
        room.product,
        room.teacher,
        commands.change_code,
        room.id,
        settings=CodeSettings.model_validate(settings),
    )


async def test_a_name_is_all_that_a_pupil_gives_and_they_study_at_once(room):
    pupil = await room.pupil("Amara")
    assert await roll(room) == ["Amara"]
    progress = await ask(room.product, pupil, get_progress, room.course.id)
    assert progress.enrolment.classroom_id == room.id
    async with room.product.sessions() as session:
        user = await session.get_one(User, pupil.user_id)
    assert (user.email, user.password_hash, user.role) == (None, None, Role.LEARNER)
    (mine,) = await ask(room.product, pupil, list_my_classes)
    assert (mine.name, mine.course_title) == ("D2", "Tides")


async def test_a_hundred_who_join_at_once_for_one_seat_are_one(room):
    await close(room, seats=1)
    answers = await asyncio.gather(
        *(room.join(f"Pupil {n}") for n in range(100)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(refusal) for refusal in refused} == {errors.ClassFull}
    assert len(refused) == 99
    assert len(await roll(room)) == 1
    async with room.product.sessions() as session:
        people = await session.scalars(select(User).where(col(User.email).is_(None)))
        assert len(people.all()) == 1


async def test_a_hundred_with_one_name_are_one(room):
    answers = await asyncio.gather(
        *(room.join("Amara") for _ in range(100)), return_exceptions=True
    )
    refused = {type(answer) for answer in answers if isinstance(answer, Exception)}
    assert refused == {errors.NameTaken}
    assert await roll(room) == ["Amara"]


async def test_a_wrong_code_and_one_that_was_rotated_get_the_same_answer(room):
    before = (await room.view()).code
    await act(room.product, room.teacher, commands.rotate_code, room.id)
    said = set()
    for code in ("BCDF-2345", before, "no code at all", ""):
        with pytest.raises(errors.CodeUnknown) as refusal:
            await room.join(code=code or "x")
        said.add((refusal.value.message, tuple(refusal.value.facts)))
    assert len(said) == 1
    await room.join()


@pytest.mark.parametrize(
    ("settings", "refusal"),
    [
        ({"is_closed": True}, errors.ClassClosed),
        ({"closes_at": "2020-01-01T00:00:00Z"}, errors.ClassClosed),
        ({"seats": 1}, errors.ClassFull),
    ],
)
async def test_a_right_code_that_is_closed_or_full_says_so(room, settings, refusal):
    await room.join("Ben")
    await close(room, **settings)
    with pytest.raises(refusal):
        await room.join("Amara")
    await close(room)
    await room.join("Amara")


async def test_an_archived_class_takes_nobody_in_and_its_pupils_read_on(room):
    pupil = await room.pupil()
    await act(room.product, room.teacher, commands.archive_class, room.id)
    with pytest.raises(errors.ClassClosed):
        await room.join("Ben")
    await ask(room.product, pupil, get_progress, room.course.id)
    await act(room.product, room.teacher, commands.restore_class, room.id)
    await room.join("Ben")


async def test_trying_codes_soon_has_to_wait(room):
    for _ in range(joining.PER_ADDRESS.burst):
        await room.product.guard.limits.take(joining.PER_ADDRESS, CLIENT.address)
    with pytest.raises(TooManyRequests):
        await room.join()


async def test_a_whole_name_is_advised_against_and_taken_when_it_is_meant(room):
    with pytest.raises(errors.NameIsFull) as advice:
        await room.join("Amara Okafor")
    assert advice.value.facts == {"suggestion": "Amara O."}
    await room.join("Amara Okafor", keep_name=True)
    assert await roll(room) == ["Amara Okafor"]


async def test_an_address_is_never_taken_for_a_name(room):
    with pytest.raises(errors.NameIsContact):
        await room.join("amara@example.org", keep_name=True)
    assert await roll(room) == []


async def test_joining_again_never_becomes_somebody_who_is_there(room):
    first = await room.join("Amara")
    with pytest.raises(errors.NameTaken) as advice:
        await room.join("amara", keep_name=True)
    assert advice.value.facts == {"suggestion": "amara 2"}
    second = await room.join("Amara 2")
    assert second.user_id != first.user_id


async def test_somebody_with_an_account_joins_as_themselves_once(room, school):
    inputs = JoinByCode(code=(await room.view()).code)
    for is_first in (True, False):
        joined = await act(
            room.product,
            school.ana,
            joining.join_by_code,
            inputs=inputs,
            client=CLIENT,
            guard=room.product.guard,
        )
        assert (joined.user_id, joined.signed_in) == (school.ana.user_id, None), is_first
    assert len(await roll(room)) == 1


async def test_who_was_taken_out_does_not_come_back_by_the_code(room, school):
    inputs = JoinByCode(code=(await room.view()).code)
    about = {"inputs": inputs, "client": CLIENT, "guard": room.product.guard}
    await act(room.product, school.ana, joining.join_by_code, **about)
    await act(room.product, room.teacher, members.remove_member, room.id, school.ana.user_id)
    with pytest.raises(errors.TakenOut):
        await act(room.product, school.ana, joining.join_by_code, **about)


async def come_back(room, code):
    return await act(
        room.product,
        room.visitor,
        return_codes.return_by_code,
        typed=code,
        client=CLIENT,
        guard=room.product.guard,
    )


async def test_the_return_code_brings_the_same_pupil_back_until_there_is_a_new_one(room):
    pupil = await room.pupil()
    first = await act(room.product, pupil, return_codes.make_my_return_code)
    assert (await come_back(room, first.lower())).user_id == pupil.user_id
    second = await act(room.product, pupil, return_codes.make_my_return_code)
    assert await come_back(room, first) is None
    assert (await come_back(room, second)).user_id == pupil.user_id
    async with room.product.sessions() as session:
        (kept,) = (await session.scalars(select(ReturnCode))).all()
    assert second.replace("-", "") not in kept.model_dump_json()


async def test_a_teacher_makes_a_pupil_a_new_return_code_and_signs_old_browsers_out(room):
    joined = await room.join()
    renewed = await act(
        room.product,
        room.teacher,
        members.renew_return_code,
        room.id,
        joined.user_id,
        is_signing_out=True,
    )
    async with room.product.sessions() as session:
        old = (await session.scalars(select(BrowserSession))).one()
    assert old.ended_at is not None
    assert (await come_back(room, renewed)).user_id == joined.user_id


async def test_no_return_code_ever_opens_an_account_with_another_way_in(room, school):
    with pytest.raises(NoReturnCode):
        await act(room.product, school.ana, return_codes.make_my_return_code)
    inputs = JoinByCode(code=(await room.view()).code)
    await act(
        room.product,
        school.ana,
        joining.join_by_code,
        inputs=inputs,
        client=CLIENT,
        guard=room.product.guard,
    )
    with pytest.raises(errors.NotYourPupil):
        await act(
            room.product,
            room.teacher,
            members.renew_return_code,
            room.id,
            school.ana.user_id,
            is_signing_out=False,
        )
    pupil = await room.pupil()
    code = await act(room.product, pupil, return_codes.make_my_return_code)
    async with room.product.unit_of_work(room.visitor) as work:
        (await work.session.get_one(User, pupil.user_id)).role = Role.ADMIN
    assert await come_back(room, code) is None


async def invite(room, **new):
    made = await act(
        room.product, room.teacher, invites.create_invite, room.id, new=NewInvite(**new)
    )
    return made.token, made.invite.id


async def follow(room, actor: Actor, token: str, name: str | None = None):
    return await act(
        room.product,
        actor,
        joining.join_by_invite,
        inputs=JoinByInvite(token=token, name=name),
        client=CLIENT,
        guard=room.product.guard,
    )


async def test_a_link_with_one_seat_lets_one_of_a_hundred_in(room):
    token, _ = await invite(room, seats=1)
    answers = await asyncio.gather(
        *(follow(room, room.visitor, token, f"Pupil {n}") for n in range(100)),
        return_exceptions=True,
    )
    refused = [answer for answer in answers if isinstance(answer, Exception)]
    assert {type(refusal) for refusal in refused} == {errors.InviteEnded}
    assert len(refused) == 99
    assert len(await roll(room)) == 1


async def test_a_link_for_teachers_makes_nobody_a_teacher_who_is_none(room, school):
    token, _ = await invite(room, role=ClassRole.TEACHER)
    for actor in (school.ana, room.visitor):
        with pytest.raises(errors.InviteForStaff):
            await follow(room, actor, token, "Amara")
    await follow(room, room.colleague.actor, token)
    assert len((await room.view()).teachers) == 2


async def test_a_link_that_was_taken_back_or_is_too_old_opens_nothing(room):
    revoked, invite_id = await invite(room)
    await act(room.product, room.teacher, invites.revoke_invite, room.id, invite_id)
    late, late_id = await invite(room)
    async with room.product.unit_of_work(room.visitor) as work:
        row = await work.session.get_one(invites.ClassInvite, late_id)
        row.expires_at = clock.now() - timedelta(seconds=1)
    for token in (revoked, late, "x" * 40):
        with pytest.raises(errors.InviteEnded):
            await follow(room, room.visitor, token, "Amara")


async def test_one_person_takes_the_same_course_in_two_terms(room, school):
    async def join(code: str) -> None:
        await act(
            room.product,
            school.ana,
            joining.join_by_code,
            inputs=JoinByCode(code=code),
            client=CLIENT,
            guard=room.product.guard,
        )

    await join((await room.view()).code)
    copied = await act(
        room.product,
        room.teacher,
        commands.copy_class,
        room.id,
        copy=ClassCopy(name="D2 again", shift_days=100),
    )
    await join((await ask(room.product, room.teacher, get_class, copied)).code)
    progress = await ask(room.product, school.ana, get_progress, room.course.id)
    assert progress.enrolment.classroom_id == copied
    await act(room.product, room.teacher, members.remove_member, copied, school.ana.user_id)
    progress = await ask(room.product, school.ana, get_progress, room.course.id)
    assert progress.enrolment.classroom_id == room.id


async def test_a_code_opens_nothing_in_another_school(room):
    elsewhere = Actor(organisation_id=OrganisationId(new_uuid()))
    with pytest.raises(errors.CodeUnknown):
        await act(
            room.product,
            elsewhere,
            joining.join_by_code,
            inputs=JoinByCode(code=(await room.view()).code, name="Amara"),
            client=CLIENT,
            guard=room.product.guard,
        )
