"""The chain of a course's manifests: whatever is done to a row is found, and it says where."""

import pytest
from sqlalchemy import text

from alp_app.cli.manifests import examine_all
from alp_app.services.manifests.queries import check_course_chain
from tests.support.makings import make_manifest, making
from tests.support.world import act, ask, make_course

LINKS = 5

TAMPERING = {
    "an answer was changed": (
        "UPDATE manifest SET making = jsonb_set(making, '{output}', '\"The sun.\"') WHERE number = 3",
        {(3, "changed")},
    ),
    "the time it took was changed": (
        "UPDATE manifest SET making = jsonb_set(making, '{duration_seconds}', '9') WHERE number = 1",
        {(1, "changed")},
    ),
    "it was said to be about something else": (
        "UPDATE manifest SET subject_id = gen_random_uuid() WHERE number = 4",
        {(4, "changed")},
    ),
    "one was taken out": ("DELETE FROM manifest WHERE number = 2", {(2, "missing")}),
    "the first was taken out": ("DELETE FROM manifest WHERE number = 1", {(1, "missing")}),
    "the last was cut off": ("DELETE FROM manifest WHERE number = 5", {(5, "missing")}),
    "all were taken out": (
        "DELETE FROM manifest",
        {(number, "missing") for number in range(1, LINKS + 1)},
    ),
    "two changed places": (
        """UPDATE manifest SET number = CASE number WHEN 2 THEN -3 ELSE -2 END
            WHERE number IN (2, 3);
           UPDATE manifest SET number = -number WHERE number < 0""",
        {(2, "changed"), (3, "changed"), (4, "moved")},
    ),
    "a hash was changed": (
        "UPDATE manifest SET hash = repeat('0', 64) WHERE number = 2",
        {(2, "changed"), (3, "moved")},
    ),
}


@pytest.fixture
async def course(product, school):
    made = await make_course(product, school.teacher)
    for number in range(LINKS):
        record = making(f"Sentence {number}.")
        await make_manifest(
            product, school.teacher, made.id, subject_id=made.lesson_ids[0], of=record
        )
    return made


async def tamper(product, statements: str, **values) -> None:
    async with product.sessions.begin() as session:
        for statement in statements.split(";"):
            await session.execute(text(statement), values)


async def test_a_chain_that_nobody_touched_is_whole(product, school, course):
    found = await ask(product, school.teacher, check_course_chain, course.id)
    assert (found.is_whole, found.links) == (True, LINKS)


@pytest.mark.parametrize(("statements", "breaks"), TAMPERING.values(), ids=TAMPERING)
async def test_tampering_is_found(product, school, course, statements, breaks):
    await tamper(product, statements)
    found = await ask(product, school.teacher, check_course_chain, course.id)
    assert not found.is_whole
    assert {(one.number, one.fault) for one in found.breaks} == breaks


async def test_a_chain_that_was_written_anew_betrays_itself_in_the_audit_log(
    product, school, course
):
    await tamper(
        product, "DELETE FROM manifest; UPDATE course SET manifest_count = 0, manifest_hash = ''"
    )
    records = [making(f"Rewritten {number}.") for number in range(LINKS)]
    for record in records:
        await make_manifest(
            product, school.teacher, course.id, subject_id=course.lesson_ids[0], of=record
        )
    assert (await ask(product, school.teacher, check_course_chain, course.id)).is_whole
    await tamper(
        product,
        """UPDATE audit_event SET facts = jsonb_set(facts, '{hash}', '"0"')
            WHERE subject_id = cast(:id AS uuid)""",
        id=str(records[2].id),
    )
    found = await ask(product, school.teacher, check_course_chain, course.id)
    assert [(one.number, one.fault) for one in found.breaks] == [(3, "rewritten")]


async def test_the_command_line_looks_at_every_course_of_the_school(product, school, course):
    untouched = await make_course(product, school.teacher, title="Untouched")
    await make_manifest(product, school.teacher, untouched.id, subject_id=untouched.lesson_ids[0])
    await tamper(product, "DELETE FROM manifest WHERE number = 2 AND course_id = :id", id=course.id)
    reports = dict(await act(product, school.teacher, examine_all))
    assert reports["Untouched"].is_whole
    assert [one.number for one in reports["Tides"].breaks] == [2]
