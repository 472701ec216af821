"""What a course promises: worded, ordered and taken away, each with its way back."""

import pytest

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import new_uuid
from alp_app.models.content import Origin, Writer
from alp_app.models.course import Bloom, Course, Objective
from alp_app.services.courses import commands, objectives, queries
from alp_app.services.courses.inputs import ObjectiveInput
from tests.support.world import act, ask, make_course

pytestmark = pytest.mark.usefixtures("school")

WRITTEN = Origin(writer=Writer.MODEL, model="Small writer")


@pytest.fixture
async def course(product, school):
    promised = [
        Objective(text=text, bloom=Bloom.UNDERSTAND, origin=WRITTEN)
        for text in ("Explain a tide", "Read a tide table", "Plan a landing")
    ]
    return await make_course(product, school.teacher, objectives=promised)


async def promised(product, school, course) -> list[str]:
    shown = await ask(product, school.teacher, queries.list_objectives, course.id)
    return [f"{item.text} ({item.model})" for item in shown]


async def ids(product, school, course):
    shown = await ask(product, school.teacher, queries.list_objectives, course.id)
    return [item.id for item in shown]


BEFORE = [
    "Explain a tide (Small writer)",
    "Read a tide table (Small writer)",
    "Plan a landing (Small writer)",
]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("add", [*BEFORE, "Name the moon’s phases ()"]),
        ("change", [BEFORE[0], "Name the moon’s phases ()", BEFORE[2]]),
        ("move", [BEFORE[1], BEFORE[0], BEFORE[2]]),
        ("delete", [BEFORE[0], BEFORE[2]]),
    ],
)
async def test_each_edit_can_be_taken_back(product, school, course, name, expected):
    second = (await ids(product, school, course))[1]
    given = ObjectiveInput(text="Name the moon’s phases", bloom=Bloom.REMEMBER)
    edits = {
        "add": (objectives.add_objective, (course.id,), {"objective": given}),
        "change": (objectives.change_objective, (course.id, second), {"objective": given}),
        "move": (objectives.move_objective, (course.id, second), {"to": 0}),
        "delete": (objectives.delete_objective, (course.id, second), {}),
    }
    command, where, what = edits[name]
    change = await act(product, school.teacher, command, *where, **what)
    assert await promised(product, school, course) == expected
    await act(product, school.teacher, commands.undo_change, change.change_id)
    assert await promised(product, school, course) == BEFORE


async def test_another_level_leaves_the_words_to_their_maker(product, school, course):
    first = (await ids(product, school, course))[0]
    given = ObjectiveInput(text="Explain a tide", bloom=Bloom.ANALYSE)
    await act(
        product, school.teacher, objectives.change_objective, course.id, first, objective=given
    )
    async with product.sessions() as session:
        changed = (await session.get_one(Course, course.id)).objectives[0]
    assert (changed.id, changed.bloom, changed.origin) == (first, Bloom.ANALYSE, WRITTEN)


async def test_an_objective_moved_past_the_end_stands_last(product, school, course):
    first = (await ids(product, school, course))[0]
    await act(product, school.teacher, objectives.move_objective, course.id, first, to=99)
    assert await promised(product, school, course) == [BEFORE[1], BEFORE[2], BEFORE[0]]


async def test_an_objective_that_is_gone_is_not_found(product, school, course):
    with pytest.raises(NotFound):
        await act(product, school.teacher, objectives.delete_objective, course.id, new_uuid())


async def test_only_who_may_edit_the_course_changes_what_it_promises(product, school, course):
    given = ObjectiveInput(text="Sink", bloom=Bloom.APPLY)
    with pytest.raises(Forbidden):
        await act(product, school.ana, objectives.add_objective, course.id, objective=given)
