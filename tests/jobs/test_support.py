"""The check of sentences as jobs run it, with a writer that errs and with kills in between."""

import pytest
from sqlmodel import col, select

from alp_app.jobspecs.evidence import CheckSupport
from alp_app.kit.ids import CourseId, LessonId, new_uuid
from alp_app.models.content import Origin, Sentence, TextBlock, Verdict, Writer
from alp_app.models.course import Block, Course, Lesson, Module
from alp_app.models.source import PassageKind, Source, SourcePassage, SourceState
from alp_app.services.evidence.support_checks import METHOD
from alp_app.services.sources.reading import mark_ready
from alp_app.services.sources.rules import passage_hash
from jobs.evidence.lessons import check_lessons
from providers.contracts.errors import ProviderUnreachable
from providers.minilm.adapter import MiniLM
from tests.jobs.workshop import Workshop
from tests.services.evidence.planted import CarelessWriter
from tests.services.evidence.support_pairs import grounds

MODEL = Origin(writer=Writer.MODEL, model="careless")


class Engines:
    """Vectors, and nothing else."""

    def __init__(self, embeddings: object) -> None:
        self.embeddings = embeddings


class NoEmbeddings:
    model = "none"

    async def embed(self, texts: object) -> list[list[float]]:
        raise ProviderUnreachable("none", "is down")


async def course_of(workshop: Workshop, *texts: str) -> tuple[CourseId, LessonId]:
    """One lesson by an engine, in a course with every English passage of the pairs."""
    async with workshop.work() as work:
        course = Course(
            organisation_id=work.organisation_id,
            owner_id=work.user_id,
            slug=str(new_uuid()),
            title="Planted",
            language="en",
        )
        work.session.add(course)
        await work.session.flush()
        module = Module(
            organisation_id=work.organisation_id, course_id=course.id, position=0, title="M"
        )
        work.session.add(module)
        await work.session.flush()
        lesson = Lesson(
            organisation_id=work.organisation_id,
            course_id=course.id,
            module_id=module.id,
            position=0,
            title="L",
        )
        work.session.add(lesson)
        await work.session.flush()
        sentences = [Sentence(text=text, origin=MODEL) for text in texts]
        work.session.add(
            Block(
                organisation_id=work.organisation_id,
                lesson_id=lesson.id,
                position=0,
                content=TextBlock(sentences=sentences),
            )
        )
        source = Source(
            organisation_id=work.organisation_id,
            course_id=course.id,
            filename="all.pdf",
            media_type="application/pdf",
            size=1,
            sha256="0" * 64,
            state=SourceState.READY,
        )
        work.session.add(source)
        await work.session.flush()
        for position, ground in enumerate(grounds()):
            work.session.add(
                SourcePassage(
                    id=ground.passage_id,
                    organisation_id=work.organisation_id,
                    source_id=source.id,
                    position=position,
                    page=ground.page,
                    headings=[ground.heading],
                    kind=PassageKind.TEXT,
                    text=ground.text,
                    sha256=passage_hash(ground.text),
                )
            )
        return course.id, lesson.id


async def checked(
    workshop: Workshop, embeddings: object, *texts: str, lose_first: bool = False
) -> list[Sentence]:
    workshop.handlers = {CheckSupport: check_lessons}
    workshop.providers = Engines(embeddings)
    course_id, lesson_id = await course_of(workshop, *texts)
    job_id = await workshop.request(CheckSupport(course_id=course_id))
    await workshop.run(job_id)
    if lose_first:
        await workshop.run(job_id)
    return await sentences_of_lesson(workshop, lesson_id)


async def sentences_of_lesson(workshop: Workshop, lesson_id: LessonId) -> list[Sentence]:
    async with workshop.sessions() as session:
        [block] = await session.scalars(select(Block).where(col(Block.lesson_id) == lesson_id))
        return list(block.content.sentences)


@pytest.mark.engine
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_nearly_all_planted_sentences_are_caught_with_few_false_alarms(
    workshop: Workshop, seed: int
):
    writer = CarelessWriter(seed)
    texts = [item.text for item in writer.write()]
    sentences = await checked(workshop, MiniLM(threads=1), *texts)

    wrong = [item for item in sentences if item.text in writer.planted]
    right = [item for item in sentences if item.text not in writer.planted]
    let_through = [item.text for item in wrong if item.support.verdict is Verdict.SUPPORTED]
    alarms = [item.text for item in right if item.support.verdict is not Verdict.SUPPORTED]
    assert len(wrong) == 20
    assert len(let_through) <= 2, let_through
    assert len(alarms) < len(right) / 10, alarms
    assert all(item.support.method == f"{METHOD}+{MiniLM.model}" for item in sentences)


async def test_a_cited_sentence_names_the_passage_and_the_characters_of_its_quote(
    workshop: Workshop,
):
    [sentence] = await checked(workshop, NoEmbeddings(), "The thermostat opens at about 87 °C.")
    [citation] = sentence.citations
    ground = next(item for item in grounds() if item.heading == "The cooling system")
    assert ground.text[citation.start : citation.end] == citation.quote
    assert (citation.page, citation.passage_hash) == (ground.page, passage_hash(ground.text))


async def test_without_an_engine_for_vectors_words_decide_and_the_method_says_so(
    workshop: Workshop,
):
    said, unsaid = await checked(
        workshop, NoEmbeddings(), "The thermostat opens at about 87 °C.", "Cows eat grass."
    )
    assert (said.support.verdict, said.support.method) == (Verdict.SUPPORTED, METHOD)
    assert (unsaid.support.verdict, unsaid.citations) == (Verdict.UNSUPPORTED, [])


async def test_what_no_source_said_is_checked_again_when_a_source_comes(workshop: Workshop):
    workshop.handlers = {CheckSupport: check_lessons}
    workshop.providers = Engines(NoEmbeddings())
    course_id, lesson_id = await course_of(workshop, "The thermostat opens at about 87 °C.")
    async with workshop.work() as work:
        [source] = await work.session.scalars(
            select(Source).where(col(Source.course_id) == course_id)
        )
        await mark_ready(work, source.id)
    [job] = workshop.queue.announced
    await workshop.run(job)
    [sentence] = await sentences_of_lesson(workshop, lesson_id)
    assert sentence.support.verdict is Verdict.SUPPORTED


async def test_a_check_that_runs_again_after_its_worker_died_changes_nothing_more(
    workshop: Workshop,
):
    once = await checked(workshop, NoEmbeddings(), "The thermostat opens at about 87 °C.")
    twice = await checked(
        workshop, NoEmbeddings(), "The thermostat opens at about 87 °C.", lose_first=True
    )
    assert once[0].support.verdict == twice[0].support.verdict
    async with workshop.sessions() as session:
        steps = await session.execute(select(Course.id))
        assert len(steps.all()) == 2
