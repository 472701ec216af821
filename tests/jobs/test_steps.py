"""Steps: done once, kept with what they save, and skipped by every later run."""

import secrets
from datetime import timedelta

import pytest
from pydantic import BaseModel
from sqlalchemy import text

from alp_app.kit.errors import Conflict
from alp_app.models.job import JobState
from alp_app.unit_of_work import UnitOfWork
from jobs.context import Effect, JobContext
from jobs.runner import Ending
from providers.contracts.errors import ProviderUnreachable
from tests.jobs.workshop import Errand, Workshop

DOWN = ProviderUnreachable("engine", "connection refused")


class Drawing(BaseModel):
    """What an engine returned: never the same twice."""

    noise: str


async def draw() -> Drawing:
    return Drawing(noise=secrets.token_hex(8))


async def rename_teacher(work: UnitOfWork, drawing: Drawing) -> None:
    await work.session.execute(
        text("UPDATE user_account SET display_name = :name"), {"name": drawing.noise}
    )


async def test_a_finished_step_is_not_done_again_by_the_next_run(workshop: Workshop):
    calls: list[str] = []
    heard: list[Drawing] = []

    async def engine(name: str) -> Drawing:
        calls.append(name)
        return await draw()

    async def handle(context: JobContext, _: Errand) -> None:
        heard.append(await context.step("first", lambda: engine("first"), returns=Drawing))
        if context.run.attempt == 1:
            raise DOWN
        await context.step("second", lambda: engine("second"), returns=Drawing)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.RETRYING
    assert await workshop.run(job_id) is Ending.DONE

    assert calls == ["first", "second"]
    assert heard[0] == heard[1]
    job = await workshop.job(job_id)
    assert (job.state, job.attempt, job.failures, job.progress) == (JobState.DONE, 2, 1, 1.0)
    assert job.error is None
    steps = await workshop.steps(job_id)
    assert [(step.position, step.attempt) for step in steps.values()] == [(1, 1), (2, 2)]


async def test_what_a_step_saves_and_the_step_itself_are_kept_together(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        drawing = await context.step("draw", draw, returns=Drawing, save=rename_teacher)
        assert drawing.noise

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await workshop.run(job_id)
    kept = (await workshop.steps(job_id))["draw"].result["noise"]
    renamed = (await workshop.execute("SELECT display_name FROM user_account")).scalar_one()
    assert renamed == kept


async def test_a_step_whose_save_fails_leaves_nothing(workshop: Workshop):
    async def refuse(work: UnitOfWork, drawing: Drawing) -> None:
        await rename_teacher(work, drawing)
        raise Conflict("The lesson was deleted.")

    async def handle(context: JobContext, _: Errand) -> None:
        await context.step("draw", draw, returns=Drawing, save=refuse)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.FAILED
    assert await workshop.steps(job_id) == {}
    renamed = (await workshop.execute("SELECT display_name FROM user_account")).scalar_one()
    assert renamed == "A teacher"
    error = (await workshop.job(job_id)).error
    assert error is not None
    assert (error.code, error.message) == ("conflict", "The lesson was deleted.")


async def test_an_effect_is_kept_with_its_step(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.step(
            "draw",
            draw,
            returns=Drawing,
            effect=lambda drawing: Effect(kind="mail", payload={"noise": drawing.noise}),
        )

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    await workshop.run(job_id)
    [effect] = (await workshop.execute("SELECT * FROM job_effect")).all()
    kept = (await workshop.steps(job_id))["draw"].result
    assert (effect.job_id, effect.step, effect.kind) == (job_id, "draw", "mail")
    assert effect.payload == kept


@pytest.mark.parametrize("content", [b"first", b"second"])
async def test_an_artifact_is_stored_before_its_row(workshop: Workshop, content: bytes):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.attach("cover", b"replaced", media_type="image/png")
        stored = await context.attach("cover", content, media_type="image/png")
        assert stored.size == len(content)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.DONE
    [artifact] = (await workshop.execute("SELECT * FROM job_artifact")).all()
    assert (artifact.name, artifact.media_type) == ("cover", "image/png")
    assert await workshop.objects.read(artifact.object_key) == content


async def test_progress_is_written_with_its_words(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.progress(0.25, "generation.drawing_cover", n=1, of=4)
        await context.progress(0.3, "generation.drawing_cover", n=1, of=4)
        seen = await workshop.job(context.job_id)
        assert (seen.progress, seen.message_key) == (0.25, "generation.drawing_cover")
        assert seen.message_facts == {"n": 1, "of": 4}
        await context.progress(0.5, "generation.drawing_picture", n=2, of=4)
        seen = await workshop.job(context.job_id)
        assert (seen.progress, seen.message_key) == (0.5, "generation.drawing_picture")

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.DONE
    assert workshop.queue.announced.count(job_id) >= 3


async def test_each_step_tells_what_it_does_however_quick_the_one_before_was(workshop: Workshop):
    said: list[tuple[str, dict[str, object]]] = []

    async def handle(context: JobContext, _: Errand) -> None:
        async def work(number: int) -> int:
            await context.progress(number / 3, "generation.writing_lesson", n=number)
            row = await workshop.job(context.job_id)
            said.append((row.message_key, row.message_facts))
            return number

        for number in (1, 2):
            await context.step(f"lesson:{number}", lambda n=number: work(n), returns=int)

    workshop.handlers[Errand] = handle
    await workshop.run(await workshop.request(Errand()))
    assert said == [("generation.writing_lesson", {"n": number}) for number in (1, 2)]


async def test_planned_steps_are_counted_with_those_of_earlier_runs(workshop: Workshop):
    counts: list[tuple[int, int]] = []

    async def handle(context: JobContext, _: Errand) -> None:
        # What the first run did is not planned again by the second.
        names = ["one", "two", "three"][context.run.attempt - 1 :]
        await context.plan(names)
        for name in names:

            async def count() -> bool:
                row = await workshop.job(context.job_id)
                counts.append((row.step_number, row.step_count))
                return True

            await context.step(name, count, returns=bool)
            if context.run.attempt == 1:
                raise DOWN

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.run(job_id) is Ending.RETRYING
    assert await workshop.run(job_id) is Ending.DONE
    assert counts == [(1, 3), (2, 3), (3, 3)]


async def test_progress_that_cannot_be_written_does_not_stop_the_work(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        async with workshop.sessions.begin() as session:
            await session.execute(text("LOCK TABLE job IN ACCESS EXCLUSIVE MODE"))
            await context.progress(0.5, "generation.drawing_cover")
        await context.step("draw", draw, returns=Drawing)

    workshop.handlers[Errand] = handle
    job_id = await workshop.request(Errand())
    assert await workshop.runner(lease=timedelta(seconds=30)).run(job_id) is Ending.DONE


async def test_log_lines_are_kept_in_their_order(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        await context.log("generation.engine_changed", level="warning", engine="ollama")
        await context.log("generation.no_embeddings")

    workshop.handlers[Errand] = handle
    await workshop.run(await workshop.request(Errand()))
    lines = (await workshop.execute("SELECT * FROM job_log ORDER BY id")).all()
    assert [(line.level, line.message) for line in lines] == [
        ("warning", "generation.engine_changed"),
        ("info", "generation.no_embeddings"),
    ]
    assert lines[0].facts == {"engine": "ollama"}


async def test_a_job_acts_as_the_person_who_asked_for_it(workshop: Workshop):
    async def handle(context: JobContext, _: Errand) -> None:
        assert context.actor == workshop.actor
        async with context.unit_of_work() as work:
            assert work.actor == workshop.actor

    workshop.handlers[Errand] = handle
    assert await workshop.run(await workshop.request(Errand())) is Ending.DONE
