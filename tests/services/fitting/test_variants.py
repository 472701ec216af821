"""A lesson is worded once for all who read alike; an engine that bends facts changes nothing."""

import pytest
from sqlmodel import func, select

from alp_app.models.fitting import LessonVariant, WordingLevel
from alp_app.services.fitting.commands import change_preferences, fit_lesson, request_variant
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.fitting.queries import get_fit
from alp_app.services.learning.commands import enrol
from tests.services.fitting.conftest import FACTS, Rewriter
from tests.support.world import act, ask

PLAINER = PreferencesInput(level=WordingLevel.PLAINER)


def plainer(_: int, text: str) -> str:
    return text.replace("delivers it to", "sends it to")


async def read_as(product, learner, study, wanted=PLAINER):
    lesson_id = study.course.lesson_ids[0]
    await act(product, learner, change_preferences, inputs=wanted)
    await act(product, learner, fit_lesson, lesson_id)
    await study.workshop.drain()
    return await ask(product, learner, get_fit, lesson_id)


async def test_a_lesson_is_worded_with_the_same_sources_and_questions(product, school, study):
    study.written_by(Rewriter(plainer))
    found = await read_as(product, school.ana, study)
    assert (found.state, found.model, found.kept) == ("ready", "rewriter-1", 0)
    assert found.reading is not None
    told = found.reading.blocks[1].sentences
    assert "sends it to the rail" in told[0].html
    assert [each.citations[0].page for each in told] == [3, 3, 3]
    assert found.reading.references[0].title == "A book"
    assert found.reading.blocks[2].questions[0].question_version_id


@pytest.mark.parametrize(
    "bad",
    [
        lambda _, text: text.replace("1,800", "1,600"),
        lambda _, text: text.replace("1,800 bar", "1,800 psi"),
        lambda _, text: text.replace(" does not ignite", " ignites"),
        lambda _, text: text.replace("before", "after"),
        lambda _, text: text.replace("rail.", "rail, and it also cools the engine block."),
        lambda *_: "",
        lambda _, text: text.split()[0],
    ],
    ids=["number", "unit", "negation", "order", "claim", "lost", "cut"],
)
async def test_what_bends_a_fact_is_never_shown(product, school, study, bad):
    study.written_by(Rewriter(bad))
    found = await read_as(product, school.ana, study)
    assert found.refusals
    if found.reading is not None:
        shown = [each.html for each in found.reading.blocks[1].sentences]
        assert shown == list(FACTS)


async def test_an_engine_that_says_nothing_right_leaves_the_base_and_says_why(
    product, school, study
):
    engine = Rewriter(lambda *_: "Buy more oil now.")
    study.written_by(engine)
    found = await read_as(product, school.ana, study)
    assert (found.state, found.reading) == ("refused", None)
    assert {each.reason for each in found.refusals} & {"terms_lost", "number_lost"}
    asked = engine.asked
    assert asked <= 3 * 3 + 3 * 3, "it is asked a bounded number of times"
    await act(product, school.ana, fit_lesson, study.course.lesson_ids[0])
    await study.workshop.drain()
    assert engine.asked == asked, "what was refused is not tried again by itself"


async def test_a_wrong_translation_is_refused_and_a_right_one_is_whole(product, school, study):
    wanted = PreferencesInput(language="es")
    study.written_by(Rewriter(lambda _, text: text))
    found = await read_as(product, school.ana, study, wanted)
    assert found.state == "refused", "a text in its old language is no translation"


async def test_who_reads_alike_shares_one_variant_and_the_next_module_is_ready_ahead(
    product, school, study
):
    engine = Rewriter(plainer)
    study.written_by(engine)
    await read_as(product, school.ana, study)
    asked = engine.asked
    await act(product, school.ben, enrol, study.course.id)
    found = await read_as(product, school.ben, study)
    assert found.state == "ready"
    assert engine.asked == asked
    ahead = await ask(product, school.ana, get_fit, study.course.lesson_ids[1])
    assert ahead.state == "ready"
    async with product.sessions() as session:
        assert await session.scalar(select(func.count()).select_from(LessonVariant)) == 2


async def test_while_it_is_written_the_base_is_there_and_the_wait_is_known(product, school, study):
    lesson_id = study.course.lesson_ids[0]
    await act(product, school.ana, change_preferences, inputs=PLAINER)
    await act(product, school.ana, request_variant, lesson_id)
    found = await ask(product, school.ana, get_fit, lesson_id)
    assert (found.state, found.ahead, found.reading) == ("waiting", 0, None)
