"""The checklist, and what learners get when a draft is published."""

import pytest

from alp_app.kit.ids import new_uuid
from alp_app.models.content import FigureBlock, HeadingBlock, QuizBlock
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses import commands, queries
from alp_app.services.courses.catalogue import get_course_page
from alp_app.services.courses.errors import NotReadyToPublish
from alp_app.services.courses.inputs import PartInput
from alp_app.services.courses.publishing import publish_course
from tests.support.world import PlannedLesson, act, ask, choice, make_course, paragraph


async def keys(product, school, course) -> dict[str, bool]:
    found = await ask(product, school.teacher, queries.get_checklist, course.id)
    return {finding.key: finding.is_blocking for finding in found.findings}


async def test_a_course_without_lessons_is_not_published(product, school):
    course = await make_course(product, school.teacher, is_published=False)
    await act(product, school.teacher, commands.delete_lesson, course.lesson_ids[0])
    assert (await keys(product, school, course))["no_lessons"]
    with pytest.raises(NotReadyToPublish, match="1 things"):
        await act(product, school.teacher, publish_course, course.id, ask=example_of)


async def test_the_checklist_names_what_blocks_and_what_only_warns(product, school):
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[HeadingBlock(text="Only a heading")]),
        PlannedLesson(blocks=[paragraph(), FigureBlock(alt=" "), QuizBlock(question_ids=[])]),
        PlannedLesson(blocks=[paragraph(), QuizBlock(question_ids=[new_uuid()])]),
        is_published=False,
    )
    found = await keys(product, school, course)
    blocking = {key for key, is_blocking in found.items() if is_blocking}
    assert blocking == {"empty_lesson", "no_alt", "empty_quiz", "no_key"}
    assert {"no_cover", "missing_file"} <= set(found) - blocking


async def test_what_is_published_does_not_change_with_the_draft(product, school):
    course = await make_course(product, school.teacher, PlannedLesson(questions=[choice()]))
    part = PartInput(title="Changed")
    await act(product, school.teacher, commands.change_lesson, course.lesson_ids[0], part=part)

    before = await ask(product, school.ana, get_course_page, course.slug)
    await act(product, school.teacher, publish_course, course.id, ask=example_of)
    after = await ask(product, school.ana, get_course_page, course.slug)

    assert before.outline.modules[0].lessons[0].title == "High water"
    assert after.outline.modules[0].lessons[0].title == "Changed"
    assert after.version_number == before.version_number + 1
