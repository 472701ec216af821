"""Editing a draft, and taking each edit back."""

import asyncio

import pytest

from alp_app.kit.errors import Forbidden, NotFound
from alp_app.kit.ids import ChangeId
from alp_app.models.content import TextBlock
from alp_app.services.courses import commands, queries
from alp_app.services.courses.errors import (
    NothingToUndo,
    QuestionKeyMissing,
    StaleEdit,
    WrongBlockKind,
)
from alp_app.services.courses.inputs import (
    CourseInput,
    HeadingInput,
    PartInput,
    QuizInput,
    TextInput,
)
from tests.support.world import PlannedLesson, act, ask, choice, make_course, numeric

pytestmark = pytest.mark.usefixtures("school")


@pytest.fixture
async def course(product, school):
    return await make_course(
        product,
        school.teacher,
        PlannedLesson(title="One", questions=[choice()]),
        PlannedLesson(title="Two"),
        PlannedLesson(title="Three"),
        is_published=False,
    )


async def titles(product, school, course) -> list[str]:
    draft = await ask(product, school.teacher, queries.get_draft, course.id)
    return [lesson.title for module in draft.modules for lesson in module.lessons]


async def undo(product, school, change) -> None:
    await act(product, school.teacher, commands.undo_change, change.change_id)


async def test_a_lesson_moves_and_moves_back(product, school, course):
    draft = await ask(product, school.teacher, queries.get_draft, course.id)
    change = await act(
        product,
        school.teacher,
        commands.move_lesson,
        course.lesson_ids[2],
        module_id=draft.modules[0].id,
        to=0,
    )
    assert await titles(product, school, course) == ["Three", "One", "Two"]
    await undo(product, school, change)
    assert await titles(product, school, course) == ["One", "Two", "Three"]


async def test_a_deleted_lesson_comes_back_in_its_place(product, school, course):
    change = await act(product, school.teacher, commands.delete_lesson, course.lesson_ids[1])
    assert await titles(product, school, course) == ["One", "Three"]
    await undo(product, school, change)
    assert await titles(product, school, course) == ["One", "Two", "Three"]


async def test_an_added_block_can_be_taken_back(product, school, course):
    lesson_id = course.lesson_ids[1]
    change = await act(
        product, school.teacher, commands.add_block, lesson_id, block=HeadingInput(text="New"), at=0
    )
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)
    assert lesson.blocks[0].id == change.subject_id
    await undo(product, school, change)
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)
    assert change.subject_id not in {block.id for block in lesson.blocks}


async def test_two_edits_from_the_same_revision_do_not_overwrite_each_other(
    product, school, course
):
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, course.lesson_ids[1])
    block = next(item for item in lesson.blocks if isinstance(item.content, TextBlock))

    async def save(text: str):
        return await act(
            product,
            school.teacher,
            commands.change_block,
            block.id,
            block=TextInput(text=text),
            revision=block.revision,
        )

    outcomes = await asyncio.gather(save("Mine."), save("Theirs."), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangeView", "StaleEdit"]
    assert any(isinstance(outcome, StaleEdit) for outcome in outcomes)


async def test_an_edit_that_was_overtaken_is_not_undone(product, school, course):
    lesson_id = course.lesson_ids[1]
    first = await act(
        product, school.teacher, commands.change_lesson, lesson_id, part=PartInput(title="A")
    )
    await act(product, school.teacher, commands.change_lesson, lesson_id, part=PartInput(title="B"))
    with pytest.raises(NothingToUndo):
        await undo(product, school, first)


async def test_an_edit_is_undone_once(product, school, course):
    change = await act(product, school.teacher, commands.delete_lesson, course.lesson_ids[0])
    await undo(product, school, change)
    with pytest.raises(NothingToUndo):
        await undo(product, school, change)


async def test_a_change_of_another_school_cannot_be_undone(product, school):
    with pytest.raises(NothingToUndo):
        await act(product, school.teacher, commands.undo_change, ChangeId(school.teacher.user_id))


async def test_a_block_keeps_its_kind(product, school, course):
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, course.lesson_ids[0])
    block = next(item for item in lesson.blocks if isinstance(item.content, TextBlock))
    with pytest.raises(WrongBlockKind):
        await act(
            product,
            school.teacher,
            commands.change_block,
            block.id,
            block=QuizInput(),
            revision=block.revision,
        )


async def test_a_changed_question_keeps_its_earlier_wording_for_old_answers(
    product, school, course
):
    quiz = course.lessons[0]
    change = await act(
        product,
        school.teacher,
        commands.change_question,
        quiz.question_ids[0],
        content=numeric(stem="How high?"),
    )
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, quiz.id)
    assert lesson.blocks[-1].questions[0].content.stem == "How high?"
    await undo(product, school, change)
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, quiz.id)
    assert lesson.blocks[-1].questions[0].content.stem == "What pulls the sea?"


async def test_a_question_without_a_key_is_refused(product, school, course):
    keyless = choice(right=0, wrong=3, type="single")
    with pytest.raises(QuestionKeyMissing):
        await act(
            product,
            school.teacher,
            commands.add_question,
            course.lessons[0].quiz_id,
            content=keyless,
        )


async def test_a_deleted_course_is_gone_until_it_is_undone(product, school, course):
    change = await act(product, school.teacher, commands.delete_course, course.id)
    with pytest.raises(NotFound):
        await ask(product, school.teacher, queries.get_draft, course.id)
    await undo(product, school, change)
    assert await titles(product, school, course) == ["One", "Two", "Three"]


async def test_learners_neither_see_nor_make_drafts(product, school, course):
    with pytest.raises(NotFound):
        await ask(product, school.ana, queries.get_draft, course.id)
    with pytest.raises(NotFound):
        await ask(product, school.ana, queries.get_lesson_draft, course.lesson_ids[0])
    with pytest.raises(Forbidden):
        await act(product, school.ana, commands.create_course, details=CourseInput(title="Mine"))


async def test_two_courses_of_one_title_have_two_addresses(product, school):
    made = [
        await act(
            product, school.teacher, commands.create_course, details=CourseInput(title="Diesel")
        )
        for _ in range(3)
    ]
    assert [course.slug for course in made] == ["diesel", "diesel-2", "diesel-3"]
