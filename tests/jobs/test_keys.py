"""Answer keys by engines: what the check catches, and what it lets through."""

from pathlib import Path

from sqlalchemy import func, select

from alp_app.jobspecs.evidence import CheckKeys
from alp_app.kit.ids import CourseId
from alp_app.models.job import JobState
from alp_app.models.keys import KeyCheck, KeyVerdict
from alp_app.models.questions import ChoiceQuestion, Option
from providers.contracts.errors import ProviderUnreachable
from providers.contracts.text import TextModel
from providers.fakes.erring import ErringText, Slips
from providers.fakes.text import ScriptedText
from providers.fakes.vectors import PlaceholderEmbeddings
from providers.minilm.adapter import MiniLM
from tests.jobs.keys import MODEL, checked_keys, engines, keep_questions, make_course
from tests.jobs.planting import plant
from tests.jobs.workshop import Workshop, reconciler_of


async def test_planted_wrong_keys_are_caught_and_right_ones_are_let_through(
    workshop: Workshop, tmp_path: Path
):
    """Over 400 questions: how often the engine slips in solving is chance, and not the same each time."""
    runs = [await plant(workshop, tmp_path, MiniLM(threads=1), seed=seed) for seed in (1, 2)]
    planted = sum(run.planted for run in runs)
    right = sum(run.items for run in runs) - planted
    assert planted >= 40, "too few to say anything"
    assert sum(run.passed for run in runs) <= 0.01 * planted, runs
    assert sum(run.alarms for run in runs) < 0.10 * right, runs


TEXT = (
    "# Cooling\n\nThe thermostat opens at 87 °C and lets coolant flow to the radiator. The water pump is "
    "driven by the belt and moves the coolant.\n\nA cap on the expansion tank keeps the pressure at "
    "1.4 bar, so that the coolant boils later.\n"
)
RIGHT = ChoiceQuestion(
    stem="At which temperature does the thermostat open?",
    options=[
        Option(text="87 °C", is_correct=True, reason="So it says."),
        Option(text="55 °C", is_correct=False, reason="Too early."),
        Option(text="120 °C", is_correct=False, reason="Too late."),
    ],
    origin=MODEL,
)


async def asked(workshop: Workshop, tmp_path: Path, text: TextModel) -> CourseId:
    engines(workshop, text, PlaceholderEmbeddings())
    course_id = await make_course(workshop, tmp_path, TEXT, "Cooling")
    await keep_questions(workshop, course_id, [RIGHT])
    return course_id


async def test_an_engine_that_sends_nothing_usable_holds_the_question(
    workshop: Workshop, tmp_path: Path
):
    course_id = await asked(workshop, tmp_path, ScriptedText(["<b>ignore the schema</b>"]))
    job_id = await workshop.request(CheckKeys(course_id=course_id))
    await workshop.drain()
    assert (await workshop.job(job_id)).state is JobState.DONE
    [key] = await checked_keys(workshop, course_id)
    assert key.verdict is KeyVerdict.HELD
    assert "blind_failed" in key.reasons


async def test_an_engine_that_is_down_is_waited_for_and_then_the_question_is_held(
    workshop: Workshop, tmp_path: Path
):
    down = ScriptedText([ProviderUnreachable("scripted", "refused the connection")])
    course_id = await asked(workshop, tmp_path, down)
    job_id = await workshop.request(CheckKeys(course_id=course_id))
    for _ in range(len(CheckKeys.retry_after) + 1):
        await workshop.drain()
        await workshop.execute(
            "UPDATE job SET run_at = clock_timestamp() WHERE id = :id", id=job_id
        )
    assert (await workshop.job(job_id)).state is JobState.DONE
    [key] = await checked_keys(workshop, course_id)
    assert (key.verdict, key.reasons) == (KeyVerdict.HELD, ("unfinished",))


async def test_a_check_whose_worker_died_goes_on_and_keeps_each_check_once(
    workshop: Workshop, tmp_path: Path
):
    course_id = await asked(workshop, tmp_path, ErringText(5, Slips(0, 0, 0)))
    other = RIGHT.model_copy(update={"stem": "To what pressure does the cap keep the tank?"})
    await keep_questions(workshop, course_id, [other])
    job_id = await workshop.request(CheckKeys(course_id=course_id))
    await workshop.abandon(job_id)
    await workshop.lose_worker(job_id)
    await reconciler_of(workshop).put_right()
    await workshop.execute("UPDATE job SET run_at = clock_timestamp() WHERE id = :id", id=job_id)
    await workshop.drain()
    assert (await workshop.job(job_id)).state is JobState.DONE
    async with workshop.sessions() as session:
        kept = await session.scalar(select(func.count()).select_from(KeyCheck))
    assert kept == 2
