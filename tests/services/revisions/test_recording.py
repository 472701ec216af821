"""The history holds what was said, and not what a check found about it."""

from alp_app.kit import clock
from alp_app.models.content import Citation, ListBlock, Sentence, Support, Verdict
from alp_app.models.course import Block
from alp_app.models.revision import Part
from alp_app.services.courses.commands import change_block
from alp_app.services.courses.inputs import TextInput
from alp_app.services.courses.sentences import sentences_in
from alp_app.services.evidence.support_commands import keep_support
from alp_app.services.revisions.history import list_revisions
from tests.support.world import PlannedLesson, act, ask, make_course, paragraph


async def causes(product, school, block_id) -> list[str]:
    history = await ask(product, school.teacher, list_revisions, Part.BLOCK, block_id)
    return [each.cause.value for each in history.revisions]


async def test_a_check_of_the_sources_is_no_edit_and_an_edit_still_is_one(product, school):
    listed = ListBlock(items=[[Sentence(text="The moon pulls.")], [Sentence(text="So we float.")]])
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[paragraph("The sea rises."), listed]),
        is_published=False,
    )
    [lesson] = course.lessons
    words, items = lesson.block_ids
    await act(
        product, school.teacher, change_block, words, block=TextInput(text="It falls."), revision=1
    )
    before = [await causes(product, school, each) for each in (words, items)]
    assert before[0]

    checked = {}
    async with product.sessions() as session:
        for block_id in (words, items):
            block = await session.get_one(Block, block_id)
            for sentence in sentences_in(block.content):
                found = Support(
                    verdict=Verdict.SUPPORTED, score=0.9, method="overlap@1", checked_at=clock.now()
                )
                citations = [Citation(reference="tides", quote="It falls.")]
                checked[sentence.id] = sentence.model_copy(
                    update={"support": found, "citations": citations}
                )
    assert await act(product, school.teacher, keep_support, lesson.id, checked) == len(checked)
    assert [await causes(product, school, each) for each in (words, items)] == before

    await act(
        product, school.teacher, change_block, words, block=TextInput(text="It sinks."), revision=2
    )
    assert await causes(product, school, words) == ["edited", *before[0]]
    assert await causes(product, school, items) == before[1]
