"""What the command palette finds, and for whom."""

from typing import Any

from alp_app.runtime import Runtime
from alp_app.security.actor import Actor
from alp_app.services.courses.commands import delete_course
from alp_app.services.learning.commands import enrol
from alp_app.services.learning.search import find_places
from tests.services.learning.conftest import School
from tests.support.world import PlannedLesson, act, ask, make_course

TIDES = (PlannedLesson(title="High water"), PlannedLesson(title="Low water"))


async def found(product: Runtime, actor: Actor, words: str = "") -> list[Any]:
    return [(hit.kind, hit.title) for hit in await ask(product, actor, find_places, words)]


async def test_a_visitor_finds_published_courses_only(product: Runtime, school: School):
    await make_course(product, school.teacher, title="Tides")
    await make_course(product, school.teacher, title="Tidal power", is_published=False)
    assert await found(product, school.visitor, "tid") == [("course", "Tides")]
    assert await found(product, school.visitor) == []


async def test_a_learner_finds_their_courses_and_lessons_first(product: Runtime, school: School):
    tides = await make_course(product, school.teacher, *TIDES, title="Tides")
    await make_course(product, school.teacher, title="Waterfalls")
    await act(product, school.ana, enrol, tides.id)
    assert await found(product, school.ana, "water") == [
        ("lesson", "High water"),
        ("lesson", "Low water"),
        ("course", "Waterfalls"),
    ]
    assert await found(product, school.ana, "tide") == [("mine", "Tides")]
    assert await found(product, school.ben, "tide") == [("course", "Tides")]


async def test_without_words_my_courses_and_drafts_are_offered(product: Runtime, school: School):
    tides = await make_course(product, school.teacher, title="Tides")
    await make_course(product, school.teacher, title="Rivers", is_published=False)
    await act(product, school.teacher, enrol, tides.id)
    assert await found(product, school.teacher) == [
        ("mine", "Tides"),
        ("draft", "Rivers"),
        ("draft", "Tides"),
    ]
    assert await found(product, school.ben) == []


async def test_a_deleted_course_is_found_by_nobody(product: Runtime, school: School):
    tides = await make_course(product, school.teacher, title="Tides")
    await act(product, school.ana, enrol, tides.id)
    await act(product, school.teacher, delete_course, tides.id)
    for actor in (school.visitor, school.ana, school.teacher):
        assert await found(product, actor, "tides") == []


async def test_signs_that_mean_something_to_the_database_are_words(
    product: Runtime, school: School
):
    await make_course(product, school.teacher, title="100 % efficiency")
    await make_course(product, school.teacher, title="Tides")
    assert await found(product, school.teacher, "100 %") == [
        ("draft", "100 % efficiency"),
        ("course", "100 % efficiency"),
    ]
    assert await found(product, school.teacher, "%") == [
        ("draft", "100 % efficiency"),
        ("course", "100 % efficiency"),
    ]
    assert await found(product, school.teacher, "tides\0") == [
        ("draft", "Tides"),
        ("course", "Tides"),
    ]
