"""What authors see of how their courses were made."""

import csv
import io

import pytest

from alp_app.kit.errors import AppError, Forbidden
from alp_app.models.content import Origin, Sentence, TextBlock, Writer
from alp_app.models.manifest import Subject
from alp_app.services.courses import commands
from alp_app.services.courses.inputs import TextInput
from alp_app.services.courses.queries import get_lesson_draft
from alp_app.services.manifests.inputs import ManifestFilter
from alp_app.services.manifests.queries import (
    get_manifest,
    list_made,
    list_manifests,
    write_manifests,
)
from tests.support.makings import make_manifest, making
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish

WRITTEN = "The moon pulls the water of the sea."
OTHER = "The sun helps."


@pytest.fixture
async def made(product, school):
    """A course with one paragraph that an engine wrote, and the record of it."""
    record = making(f'{{"paragraphs": ["{WRITTEN} {OTHER}"]}}')
    origin = Origin(writer=Writer.MODEL, model="placeholder", manifest_id=record.id)
    block = TextBlock(sentences=[Sentence(text=text, origin=origin) for text in (WRITTEN, OTHER)])
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[block], questions=[choice()]),
        is_published=False,
    )
    await act(
        product, school.teacher, commands.review_lesson, course.lesson_ids[0], is_reviewed=True
    )
    await publish(product, school.teacher, course.id)
    await make_manifest(
        product, school.teacher, course.id, subject_id=course.lesson_ids[0], of=record
    )
    return course, record


async def edit(product, school, course, text: str) -> None:
    lesson = await ask(product, school.teacher, get_lesson_draft, course.lesson_ids[0])
    block = lesson.blocks[0]
    await act(
        product,
        school.teacher,
        commands.change_block,
        block.id,
        block=TextInput(text=text),
        revision=block.revision,
    )


async def test_what_a_person_changed_is_shown_word_by_word(product, school, made):
    course, record = made
    before = await ask(product, school.teacher, get_manifest, record.id)
    assert (before.edits, before.kept_sentences) == ((), 2)

    await edit(product, school, course, f"The moon pulls all the water of the sea. {OTHER}")
    after = await ask(product, school.teacher, get_manifest, record.id)

    assert after.kept_sentences == 1
    [changed] = after.edits
    assert [part.text.strip() for part in changed.words if part.kind == "new"] == ["all"]
    assert "".join(part.text for part in changed.words if part.kind != "new") == WRITTEN


async def test_a_sentence_leads_to_how_it_was_made(product, school, made):
    course, record = made
    await edit(product, school, course, f"The moon pulls all the water of the sea. {OTHER}")
    lesson = await ask(product, school.teacher, get_lesson_draft, course.lesson_ids[0])
    changed, kept = lesson.blocks[0].content.sentences
    for sentence, is_edited in ((changed, True), (kept, False)):
        [part] = await ask(product, school.teacher, list_made, course.id, sentence.id)
        assert (part.manifest_id, part.is_edited, part.title) == (
            record.id,
            is_edited,
            sentence.text,
        )
    [part] = await ask(product, school.teacher, list_made, course.id, lesson.id)
    assert part.subject is Subject.LESSON


async def test_a_list_is_filtered_and_goes_on_where_it_ended(product, school, made):
    course, _ = made
    question_id = course.lessons[0].question_ids[0]
    other = making("{}", engine="ollama", prompt="generation/question@1")
    await make_manifest(
        product,
        school.teacher,
        course.id,
        subject=Subject.QUESTION,
        subject_id=question_id,
        of=other,
    )

    async def numbers(**chosen) -> list[int]:
        asked = ManifestFilter(**chosen)
        page = await ask(product, school.teacher, list_manifests, course.id, asked)
        return [row.number for row in page.rows]

    assert await numbers() == [2, 1]
    assert await numbers(engine="ollama") == [2]
    assert await numbers(subject=Subject.LESSON) == [1]
    assert await numbers(search="pulls the sea?") == [2]
    assert await numbers(search="nothing like it") == []
    first = await ask(product, school.teacher, list_manifests, course.id, ManifestFilter(limit=1))
    assert (first.total, first.next_before) == (2, 2)
    assert await numbers(limit=1, before=first.next_before) == [1]
    text = await ask(product, school.teacher, write_manifests, course.id, ManifestFilter())
    lines = list(csv.DictReader(io.StringIO(text.lstrip("\ufeff"))))
    assert [line["title"] for line in lines] == ["What pulls the sea?", "High water"]


async def test_learners_and_other_teachers_see_nothing_of_it(product, school, made):
    course, record = made
    for asking in (
        (list_manifests, course.id, ManifestFilter()),
        (get_manifest, record.id),
        (list_made, course.id, course.lesson_ids[0]),
    ):
        with pytest.raises(Forbidden):
            await ask(product, school.ana, *asking)
    unpublished = await make_course(product, school.teacher, is_published=False)
    hidden = await make_manifest(
        product, school.teacher, unpublished.id, subject_id=unpublished.lesson_ids[0]
    )
    with pytest.raises(AppError, match="no such record"):
        await ask(product, school.ana, get_manifest, hidden)
