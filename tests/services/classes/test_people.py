"""The people of a class: who may change them, lists taken in and taken back."""

import csv
import io

import pytest
from sqlmodel import select

from alp_app.kit.errors import Forbidden, NotSignedIn
from alp_app.models.account import User
from alp_app.models.classroom import ClassRole
from alp_app.security.actor import Role
from alp_app.services.classes import commands, errors, members, plan, rosters
from alp_app.services.classes.inputs import ClassDetails, NewClass, PersonToAdd
from alp_app.services.classes.queries import list_classes, list_members, write_roster
from alp_app.services.learning.commands import complete_lesson, enrol
from alp_app.services.learning.errors import CourseNotOpen, NotEnrolled
from alp_app.services.learning.queries import get_lesson, get_progress
from tests.support.people import make_person
from tests.support.world import act, ask, make_course


async def names(room) -> list[str]:
    found = await ask(room.product, room.teacher, list_members, room.id)
    return [member.name for member in found if member.role is ClassRole.LEARNER]


async def test_a_class_is_there_for_its_teachers_and_administrators_only(room, school):
    admin = (await make_person(room.product, school.visitor, Role.ADMIN)).actor
    for actor in (room.teacher, admin):
        assert [row.id for row in await ask(room.product, actor, list_classes)] == [room.id]
        await act(
            room.product, actor, commands.change_class, room.id, details=ClassDetails(name="D")
        )
    pupil = await room.pupil()
    for actor, refusal in (
        (room.colleague.actor, errors.ClassNotFound),
        (school.ana, Forbidden),
        (pupil, Forbidden),
        (school.visitor, NotSignedIn),
    ):
        for command, inputs in (
            (commands.change_class, {"details": ClassDetails(name="Mine")}),
            (commands.archive_class, {}),
            (commands.rotate_code, {}),
            (rosters.import_roster, {"text": "Eve"}),
            (commands.start_view, {}),
        ):
            with pytest.raises(refusal):
                await act(room.product, actor, command, room.id, **inputs)
        for query in (list_members, plan.get_plan, write_roster):
            with pytest.raises(refusal):
                await ask(room.product, actor, query, room.id)
    assert await ask(room.product, room.colleague.actor, list_classes) == []


async def test_a_class_needs_a_published_course(room):
    draft = await make_course(room.product, room.teacher, is_published=False)
    with pytest.raises(CourseNotOpen):
        await act(
            room.product,
            room.teacher,
            commands.create_class,
            details=NewClass(name="D", course_id=draft.id),
        )


async def add(room, email: str, role: str) -> None:
    person = PersonToAdd.model_validate({"email": email, "role": role})
    await act(room.product, room.teacher, members.add_person, room.id, person=person)


async def test_only_staff_become_teachers_of_a_class(room, school):
    learner = await make_person(room.product, school.visitor)
    with pytest.raises(errors.StaffNotFound):
        await add(room, learner.email, "teacher")
    with pytest.raises(errors.StaffNotFound):
        await add(room, "nobody@example.org", "teacher")
    await add(room, room.colleague.email.upper(), "teacher")
    assert len(await ask(room.product, room.colleague.actor, list_classes)) == 1
    await add(room, learner.email, "learner")
    assert len(await names(room)) == 1


async def test_a_class_keeps_a_teacher(room):
    with pytest.raises(errors.LastTeacher):
        await act(room.product, room.teacher, members.remove_member, room.id, room.teacher.user_id)
    await add(room, room.colleague.email, "teacher")
    await act(room.product, room.teacher, members.remove_member, room.id, room.teacher.user_id)
    with pytest.raises(errors.ClassNotFound):
        await ask(room.product, room.teacher, list_members, room.id)


async def test_who_is_taken_out_reads_no_more_and_finds_all_again_when_put_back(room):
    pupil = await room.pupil()
    lesson_id = room.course.lesson_ids[0]
    await act(room.product, pupil, complete_lesson, lesson_id)
    await act(room.product, room.teacher, members.remove_member, room.id, pupil.user_id)
    assert await names(room) == []
    with pytest.raises(NotEnrolled):
        await ask(room.product, pupil, get_lesson, room.course.slug, lesson_id)
    await act(room.product, room.teacher, members.restore_member, room.id, pupil.user_id)
    progress = await ask(room.product, pupil, get_progress, room.course.id)
    assert progress.completed_lesson_ids == (lesson_id,)


async def test_leaving_a_class_goes_back_to_what_somebody_studied_for_themselves(room, school):
    await act(room.product, school.ana, enrol, room.course.id)
    await act(room.product, school.ana, complete_lesson, room.course.lesson_ids[0])
    async with room.product.sessions() as session:
        ana = await session.get_one(User, school.ana.user_id)
    await add(room, ana.email, "learner")
    in_class = await ask(room.product, school.ana, get_progress, room.course.id)
    assert (in_class.enrolment.classroom_id, in_class.completed_lesson_ids) == (room.id, ())
    await act(room.product, room.teacher, members.remove_member, room.id, school.ana.user_id)
    alone = await ask(room.product, school.ana, get_progress, room.course.id)
    assert alone.enrolment.classroom_id is None
    assert alone.completed_lesson_ids == (room.course.lesson_ids[0],)


async def test_a_teacher_renames_a_pupil_and_nobody_with_an_account(room):
    pupil = await room.pupil("Rude")
    await room.join("Ben")
    rename = members.rename_member
    await act(room.product, room.teacher, rename, room.id, pupil.user_id, name="Amara")
    assert await names(room) == ["Amara", "Ben"]
    with pytest.raises(errors.NameTaken):
        await act(room.product, room.teacher, rename, room.id, pupil.user_id, name="ben")
    with pytest.raises(errors.NotYourPupil):
        await act(room.product, room.teacher, rename, room.id, room.teacher.user_id, name="X")


async def test_a_list_is_tried_out_line_by_line_before_anything_changes(room, school):
    await room.join("Amara")
    learner = await make_person(room.product, school.visitor)
    text = (
        "Name;E-mail\n"
        "Amara;\n"
        "Ben;\n"
        f";{learner.email}\n"
        "Cleo;cleo@example.org\n"
        f"Teacher;{room.colleague.email}\n"
        "Dora;not an address@\n"
        "ben;\n"
        ";\n"
    )
    preview = await ask(room.product, room.teacher, rosters.preview_roster, room.id, text=text)
    assert [(row.effect, row.refusal) for row in preview.rows] == [
        ("here", ""),
        ("pupil", ""),
        ("add", ""),
        ("account", ""),
        ("refused", "staff"),
        ("refused", "email"),
        ("refused", "twice"),
    ]
    assert (preview.new, preview.here, preview.refused) == (3, 1, 3)
    assert await names(room) == ["Amara"]


@pytest.mark.parametrize(
    "text",
    ["Ben\nCleo", "name\nBen\nCleo\n", "\ufeffname,email\r\nBen,\r\nCleo,\r\n", "Ben\t\nCleo\t"],
)
async def test_lists_come_as_they_are_copied(room, text):
    preview = await ask(room.product, room.teacher, rosters.preview_roster, room.id, text=text)
    assert [row.name for row in preview.rows] == ["Ben", "Cleo"]


@pytest.mark.parametrize("text", ["\n\n", "x\n" * 600])
async def test_a_text_without_people_or_with_far_too_many_is_no_list(room, text):
    with pytest.raises(errors.RosterUnreadable):
        await ask(room.product, room.teacher, rosters.preview_roster, room.id, text=text)


async def take_in(room, text):
    return await act(room.product, room.teacher, rosters.import_roster, room.id, text=text)


async def test_a_list_is_taken_in_with_a_way_in_for_each_and_back_again_as_a_whole(room):
    result = await take_in(room, "Ben,\nCleo,cleo@example.org")
    assert result.added == 2
    assert [bool(slip.return_code) for slip in result.slips] == [True, False]
    assert [bool(slip.setup_token) for slip in result.slips] == [False, True]
    again = await take_in(room, "Ben,\nCleo,cleo@example.org")
    assert (again.added, again.import_id) == (0, None)
    undone = await act(room.product, room.teacher, rosters.undo_import, room.id, result.import_id)
    assert (undone.removed, undone.kept) == (2, 0)
    assert await names(room) == []
    async with room.product.sessions() as session:
        people = (await session.scalars(select(User))).all()
    assert {"Ben", "Cleo"}.isdisjoint({person.display_name for person in people})
    with pytest.raises(errors.ImportNotFound):
        await act(room.product, room.teacher, rosters.undo_import, room.id, result.import_id)


async def test_taking_a_list_back_leaves_whoever_has_begun_and_whoever_was_there(room, school):
    learner = await make_person(room.product, school.visitor)
    await room.join("Amara")
    result = await take_in(room, f"Ben\nCleo\n{learner.email}")
    found = await ask(room.product, room.teacher, list_members, room.id)
    ben = next(member for member in found if member.name == "Ben")
    actor = school.ana.__class__(
        organisation_id=room.teacher.organisation_id, user_id=ben.user_id, role=Role.LEARNER
    )
    await act(room.product, actor, complete_lesson, room.course.lesson_ids[0])
    undone = await act(room.product, room.teacher, rosters.undo_import, room.id, result.import_id)
    assert (undone.removed, undone.kept) == (2, 1)
    assert await names(room) == ["Amara", "Ben"]
    async with room.product.sessions() as session:
        assert await session.get(User, learner.id) is not None


async def test_no_name_in_the_sheet_is_a_formula(room):
    for name in ('=HYPERLINK("x")', "+1", "@SUM", "-2", "Ben"):
        await room.join(name) if "@" not in name else await take_in(room, "Name\n" + name)
    sheet = await ask(room.product, room.teacher, write_roster, room.id)
    rows = list(csv.reader(io.StringIO(sheet.removeprefix("\ufeff"))))
    assert len(rows) == 7
    assert all(cell[:1] not in {"=", "+", "-", "@"} for row in rows for cell in row)
    assert any(row[0] == "'+1" for row in rows)
