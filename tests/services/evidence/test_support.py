"""The support of a lesson's sentences: the gate before learners, a person's word, checks after a change."""

from datetime import timedelta

import pytest

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit import clock
from alp_app.kit.errors import NotFound
from alp_app.models.content import Citation, Sentence, Support, TextBlock, Verdict
from alp_app.models.course import Course
from alp_app.runtime import Runtime
from alp_app.services.assessment.asking import example_of
from alp_app.services.courses import commands, queries
from alp_app.services.courses.access import blocks_of
from alp_app.services.courses.errors import NotReadyToPublish
from alp_app.services.courses.inputs import TextInput
from alp_app.services.courses.publishing import preview_lesson, publish_course
from alp_app.services.evidence.support_commands import (
    accept_sentences,
    check_lesson,
    keep_support,
    withdraw_acceptance,
)
from alp_app.services.evidence.support_errors import NothingToAccept
from alp_app.services.evidence.support_queries import get_lesson_evidence, list_waiting
from tests.services.learning.conftest import School
from tests.support.sourced import give_source, sentence_with
from tests.support.world import MadeCourse, PlannedLesson, act, ask, make_course


async def written(
    product: Runtime, school: School, *sentences: Sentence, has_sources: bool = True
) -> MadeCourse:
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[TextBlock(sentences=list(sentences))]),
        is_published=False,
    )
    if has_sources:
        await give_source(product, school.teacher, course.id)
    return course


async def lines(product: Runtime, school: School, course: MadeCourse) -> dict[str, bool]:
    found = await ask(product, school.teacher, queries.get_checklist, course.id)
    keys = {"sentences", "unsupported", "sources"}
    return {
        item.key: item.is_blocking
        for item in found.findings
        if keys & set(item.key.split("_")) and item.key != "held_keys"
    }


async def test_what_a_model_wrote_and_no_source_says_does_not_reach_learners_until_somebody_accepts_it(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        sentence_with("supported", "The sea rises."),
        bad := sentence_with("unsupported", "The sea sings."),
        sentence_with("weak", "The sea may rise."),
    )
    assert await lines(product, school, course) == {
        "unsupported": True,
        "weak_sentences": False,
    }
    found = await ask(product, school.teacher, queries.get_checklist, course.id)
    assert bad.id in {item.sentence_id for item in found.findings}
    with pytest.raises(NotReadyToPublish):
        await act(product, school.teacher, publish_course, course.id, ask=example_of)

    lesson_id = course.lesson_ids[0]
    accept = accept_sentences
    change = await act(product, school.teacher, accept, lesson_id, sentence_ids=[bad.id])
    assert await lines(product, school, course) == {"weak_sentences": False}
    evidence = await ask(product, school.teacher, get_lesson_evidence, lesson_id)
    assert evidence.counts == {"supported": 1, "accepted": 1, "weak": 1}
    assert evidence.sentences[1].accepted_by

    await act(product, school.teacher, commands.undo_change, change.change_id)
    assert (await lines(product, school, course))["unsupported"]
    await act(product, school.teacher, accept, lesson_id, sentence_ids=[bad.id])
    await act(product, school.teacher, withdraw_acceptance, lesson_id, sentence_id=bad.id)
    assert "weak" in (await ask(product, school.teacher, get_lesson_evidence, lesson_id)).counts


async def test_a_sentence_that_nobody_checked_blocks_and_a_person_s_own_only_warns(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        sentence_with(None, "The sea rises."),
        sentence_with(None, "I have seen it.", is_own=True),
        sentence_with("unsupported", "It is wet.", is_own=True),
    )
    assert await lines(product, school, course) == {
        "unchecked_sentences": True,
        "own_unsupported": False,
    }


async def test_without_sources_a_person_who_signs_the_lesson_vouches_for_it(
    product: Runtime, school: School
):
    course = await written(
        product, school, sentence_with("unsupported", "The sea sings."), has_sources=False
    )
    assert await lines(product, school, course) == {"unsigned_without_sources": True}
    review = commands.review_lesson
    await act(product, school.teacher, review, course.lesson_ids[0], is_reviewed=True)
    assert await lines(product, school, course) == {}
    await act(product, school.teacher, publish_course, course.id, ask=example_of)


async def test_only_what_waits_for_a_word_is_accepted_and_only_by_who_may_edit(
    product: Runtime, school: School
):
    course = await written(product, school, good := sentence_with("supported", "It rises."))
    lesson_id = course.lesson_ids[0]
    with pytest.raises(NothingToAccept):
        await act(product, school.teacher, accept_sentences, lesson_id, sentence_ids=[good.id])
    with pytest.raises(NotFound):
        await act(product, school.ana, accept_sentences, lesson_id, sentence_ids=[good.id])


async def test_learners_see_no_quote_behind_an_accepted_sentence_with(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        sentence_with("supported", "The sea rises."),
        bad := sentence_with("weak", "The sea sings."),
    )
    lesson_id = course.lesson_ids[0]
    await act(product, school.teacher, accept_sentences, lesson_id, sentence_ids=[bad.id])
    shown = await ask(product, school.teacher, preview_lesson, lesson_id, ask=example_of)
    supported, accepted = shown.blocks[0].sentences
    assert len(supported.citations) == 1
    assert (accepted.verdict, accepted.citations) == (Verdict.ACCEPTED, ())
    assert (shown.statements, shown.sourced_statements, shown.accepted_statements) == (2, 1, 1)


async def test_an_edited_sentence_is_checked_again_and_says_so_meanwhile(
    product: Runtime, school: School
):
    course = await written(product, school, sentence_with("supported", "The sea rises at noon."))
    lesson_id = course.lesson_ids[0]
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)
    block = lesson.blocks[0]
    text = TextInput(text="The sea rises at night.")
    await act(
        product,
        school.teacher,
        commands.change_block,
        block.id,
        block=text,
        revision=block.revision,
    )
    evidence = await ask(product, school.teacher, get_lesson_evidence, lesson_id)
    assert evidence.is_checking
    assert evidence.counts == {"checking": 1}


async def test_one_sentence_is_put_in_other_words_and_its_neighbours_stay(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        first := sentence_with("supported", "The sea rises."),
        second := sentence_with("unsupported", "The sea sings at noon."),
    )
    lesson_id = course.lesson_ids[0]
    change = commands.change_sentence
    await act(product, school.teacher, change, lesson_id, second.id, wording="It sings at night.")
    evidence = await ask(product, school.teacher, get_lesson_evidence, lesson_id)
    kept, changed = evidence.sentences
    assert (kept.id, kept.state, kept.after) == (first.id, "supported", "It sings at night.")
    assert (changed.text, changed.is_by_model) == ("It sings at night.", False)
    assert changed.before == "The sea rises."

    with pytest.raises(NotFound):
        await act(product, school.ana, change, lesson_id, first.id, wording="Mine.")
    with pytest.raises(NotFound):
        await act(product, school.teacher, change, lesson_id, course.id, wording="Nobody's.")


async def test_a_sentence_is_deleted_and_its_block_with_the_last_one_and_both_come_back(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        first := sentence_with("weak", "The sea rises."),
        second := sentence_with("unsupported", "The sea sings."),
    )
    lesson_id = course.lesson_ids[0]
    change = commands.change_sentence
    one = await act(product, school.teacher, change, lesson_id, second.id, wording="")
    two = await act(product, school.teacher, change, lesson_id, first.id, wording=" ")
    assert [one.name, two.name] == ["sentence.deleted", "sentence.deleted"]
    assert not (await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)).blocks
    for done in (two, one):
        await act(product, school.teacher, commands.undo_change, done.change_id)
    evidence = await ask(product, school.teacher, get_lesson_evidence, lesson_id)
    assert [item.id for item in evidence.sentences] == [first.id, second.id]


async def test_what_waits_is_listed_over_the_whole_draft_what_blocks_a_lesson_first(
    product: Runtime, school: School
):
    weak, bad, late = (
        sentence_with("weak", "The sea may rise."),
        sentence_with("unsupported", "The sea sings."),
        sentence_with("unsupported", "The moon is made of cheese."),
    )
    good = sentence_with("supported", "The sea rises.")
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(blocks=[TextBlock(sentences=[weak, good, bad])]),
        PlannedLesson(blocks=[TextBlock(sentences=[late])]),
        is_published=False,
    )
    assert await ask(product, school.teacher, list_waiting, course.id) == ()
    await give_source(product, school.teacher, course.id)
    found = await ask(product, school.teacher, list_waiting, course.id)
    first, second = course.lesson_ids
    assert [(item.lesson_id, item.id) for item in found] == [
        (first, bad.id),
        (first, weak.id),
        (second, late.id),
    ]
    with pytest.raises(NotFound):
        await ask(product, school.ana, list_waiting, course.id)


async def test_a_check_changes_neither_what_was_edited_nor_what_was_accepted_meanwhile(
    product: Runtime, school: School
):
    course = await written(
        product,
        school,
        one := sentence_with(None, "The sea rises."),
        sentence_with(None, "The sea falls."),
        taken := sentence_with("unsupported", "The sea sings."),
    )
    lesson_id = course.lesson_ids[0]
    lesson = await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)
    before = lesson.blocks[0]
    await act(product, school.teacher, accept_sentences, lesson_id, sentence_ids=[taken.id])
    found = Support(
        verdict=Verdict.SUPPORTED,
        score=0.9,
        method="overlap@1",
        checked_at=clock.now() + timedelta(seconds=1),
    )
    checked = {
        one.id: one.model_copy(update={"support": found}),
        taken.id: taken.model_copy(update={"support": found}),
        before.content.sentences[1].id: Sentence(text="Another text.", support=found),
    }
    assert await act(product, school.teacher, keep_support, lesson_id, checked) == 1
    after = await ask(product, school.teacher, queries.get_lesson_draft, lesson_id)
    verdicts = [item.support and item.support.verdict for item in after.blocks[0].content.sentences]
    assert verdicts == [Verdict.SUPPORTED, None, Verdict.ACCEPTED]
    assert after.blocks[0].revision == before.revision


async def test_asking_twice_for_the_same_check_is_one_job(product: Runtime, school: School):
    course = await written(product, school, sentence_with(None, "The sea rises."))
    lesson_id = course.lesson_ids[0]
    first = await act(product, school.teacher, check_lesson, lesson_id)
    assert await act(product, school.teacher, check_lesson, lesson_id) == first
    spec = CheckSupport(course_id=course.id, lesson_ids=(lesson_id,))
    assert CheckSupport.model_validate_json(spec.model_dump_json()) == spec


@pytest.mark.parametrize("shows_sources", [True, False])
async def test_a_citation_leads_to_its_place_only_where_the_course_shows_its_sources(
    product: Runtime, school: School, shows_sources: bool
):
    course = await written(product, school, has_sources=False)
    source_id = await give_source(product, school.teacher, course.id)
    async with product.unit_of_work(school.teacher) as work:
        stored = await work.session.get_one(Course, course.id)
        stored.shows_sources = shows_sources
        [block] = await blocks_of(work.session, course.lesson_ids[0])
        cited = sentence_with("supported").model_copy(
            update={"citations": [Citation(source_id=source_id, page=3, quote="It rises.")]}
        )
        block.content = TextBlock(sentences=[cited])
    lesson_id = course.lesson_ids[0]
    shown = await ask(product, school.teacher, preview_lesson, lesson_id, ask=example_of)
    [mark] = shown.blocks[0].sentences[0].citations
    assert (mark.source_id, mark.page) == (source_id if shows_sources else None, 3)
    evidence = await ask(product, school.teacher, get_lesson_evidence, lesson_id)
    place = evidence.sentences[0].place
    assert place is not None
    assert place.href == f"/sources/{source_id}?page=3&quote=It%20rises."
