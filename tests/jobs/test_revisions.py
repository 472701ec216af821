"""One part of a draft written again: asked for, written, decided on, taken back."""

import json
from dataclasses import dataclass, replace
from typing import Any

import pytest
from sqlmodel import col, select

from alp_app import runtime
from alp_app.kit.errors import NotFound
from alp_app.kit.ids import BlockId, CourseId, LessonId, ProposalId, new_uuid
from alp_app.models.asset import Asset, Rendition
from alp_app.models.content import (
    BlockContent,
    FigureBlock,
    Origin,
    Sentence,
    TextBlock,
    Writer,
)
from alp_app.models.course import Block
from alp_app.models.job import JobState
from alp_app.models.manifest import Manifest, Subject
from alp_app.models.questions import ChoiceQuestion
from alp_app.models.revision import Cause, Part, Preset, ProposalState
from alp_app.models.source import Source, SourcePassage, SourceState
from alp_app.runtime import Runtime
from alp_app.services.courses import commands as drafting
from alp_app.services.courses.inputs import TextInput
from alp_app.services.courses.queries import get_lesson_draft
from alp_app.services.evidence.support_commands import accept_sentences, check_lesson
from alp_app.services.evidence.support_queries import get_lesson_evidence
from alp_app.services.manifests.rules import hash_text
from alp_app.services.revisions import commands, queries
from alp_app.services.revisions.errors import (
    CannotRewrite,
    NothingToWrite,
    NotWrittenYet,
    ProposalDecided,
)
from alp_app.services.revisions.history import compare_revisions, list_revisions
from alp_app.services.revisions.inputs import BlockWish, Wish
from alp_app.services.revisions.recording import keep_history
from alp_app.services.revisions.restoring import restore_revision
from alp_app.services.revisions.views import ProposalView
from jobs.registry import HANDLERS
from providers.contracts.engines import Providers
from providers.fakes.images import PlaceholderImages
from providers.fakes.scenes import PlaceholderScenes
from providers.fakes.text import ScriptedText
from providers.fakes.vectors import DIMENSION, PlaceholderEmbeddings, embed
from tests.jobs.workshop import Workshop
from tests.services.learning.conftest import School, school
from tests.support.stack import Stack
from tests.support.world import PlannedLesson, act, ask, choice, make_course, publish

__all__ = ["school"]

MODEL = Origin(writer=Writer.MODEL, model="writer")
OIL = "Oil takes the heat away from the pistons and carries it to the sump."


def by_model(*texts: str) -> TextBlock:
    return TextBlock(sentences=[Sentence(text=text, origin=MODEL) for text in texts])


@dataclass(kw_only=True)
class Bench:
    """A course, somebody who edits it, and engines that answer what a test tells them."""

    product: Runtime
    workshop: Workshop
    school: School
    course_id: CourseId
    lesson_id: LessonId
    block_ids: list[BlockId]
    quiz_id: BlockId | None
    question_id: Any

    def answer(self, *answers: object) -> ScriptedText:
        text = ScriptedText([json.dumps(item) for item in answers])
        self.workshop.providers = Providers(
            text=text,
            embeddings=PlaceholderEmbeddings(),
            images=PlaceholderImages(),
            scenes=PlaceholderScenes(),
            scanner=None,
            engines=(),
            parts=(),
        )
        return text

    async def act(self, command: Any, *args: Any, **inputs: Any) -> Any:
        return await act(self.product, self.school.teacher, command, *args, **inputs)

    async def ask(self, query: Any, *args: Any, **inputs: Any) -> Any:
        return await ask(self.product, self.school.teacher, query, *args, **inputs)

    async def written(self, asked: ProposalView) -> ProposalView:
        await self.workshop.drain()
        return await self.ask(queries.get_proposal, asked.id)

    async def contents(self) -> list[BlockContent]:
        lesson = await self.ask(get_lesson_draft, self.lesson_id)
        return [block.content for block in lesson.blocks]

    async def text(self) -> list[list[str]]:
        return [
            [item.text for item in content.sentences]
            for content in await self.contents()
            if isinstance(content, TextBlock)
        ]

    async def manifests(self) -> list[Manifest]:
        async with self.workshop.sessions() as session:
            statement = select(Manifest).order_by(col(Manifest.number))
            return list((await session.scalars(statement)).all())


@pytest.fixture
async def bench(product: Runtime, stack: Stack, school: School) -> Bench:
    product = replace(product, listeners=(keep_history,))
    runtime.install(product)
    workshop = Workshop(
        sessions=product.sessions,
        database_url=stack.database_url,
        actor=school.teacher,
        listeners=(keep_history,),
        handlers=dict(HANDLERS),
    )
    course = await make_course(
        product,
        school.teacher,
        PlannedLesson(
            title="Lubrication",
            blocks=[
                by_model("Oil cools.", "Pumps turn.", "Seals leak."),
                by_model("Filters clog."),
                FigureBlock(alt="An oil pump", prompt="an oil pump"),
            ],
            questions=[choice()],
        ),
        is_published=False,
    )
    lesson = course.lessons[0]
    made = Bench(
        product=product,
        workshop=workshop,
        school=school,
        course_id=course.id,
        lesson_id=lesson.id,
        block_ids=lesson.block_ids,
        quiz_id=lesson.quiz_id,
        question_id=lesson.question_ids[0],
    )
    await add_source(made, OIL)
    return made


async def add_source(bench: Bench, text: str) -> None:
    async with bench.workshop.work() as work:
        source = Source(
            organisation_id=bench.school.teacher.organisation_id,
            course_id=bench.course_id,
            filename="engines.txt",
            media_type="text/plain",
            size=1,
            sha256="0" * 64,
            state=SourceState.READY,
        )
        work.session.add(source)
        await work.session.flush()
        passage = SourcePassage(
            organisation_id=source.organisation_id,
            source_id=source.id,
            id=new_uuid(),
            position=0,
            page=3,
            text=text,
            sha256=hash_text(text),
            embedding=embed(text),
            embedding_model=PlaceholderEmbeddings.model,
            embedding_dimension=DIMENSION,
        )
        work.session.add(passage)


async def test_a_sentence_is_proposed_again_and_only_an_accepted_one_is_in_the_draft(bench: Bench):
    block = (await bench.contents())[0]
    assert isinstance(block, TextBlock)
    text = bench.answer({"text": OIL})
    asked = await bench.act(
        commands.rewrite_block,
        bench.block_ids[0],
        wish=BlockWish(sentence_id=block.sentences[0].id, instruction="say where the heat goes"),
    )
    assert (asked.state, asked.changes) == (ProposalState.WRITING, ())
    with pytest.raises(NotWrittenYet):
        await bench.act(commands.accept_proposal, asked.id)
    proposal = await bench.written(asked)
    assert proposal.state is ProposalState.PENDING
    [change] = proposal.changes
    assert change.before == "Oil cools. Pumps turn. Seals leak."
    assert change.after == f"{OIL} Pumps turn. Seals leak."
    [ground] = change.grounds
    assert (ground.sources, ground.quotes) == (("engines.txt, 3",), (OIL,))
    assert "say where the heat goes" in text.requests[0].messages[1].content
    assert OIL in text.requests[0].messages[1].content
    assert await bench.text() == [["Oil cools.", "Pumps turn.", "Seals leak."], ["Filters clog."]]

    accepted = await bench.act(commands.accept_proposal, proposal.id)
    assert accepted.state is ProposalState.ACCEPTED
    after = (await bench.contents())[0]
    assert isinstance(after, TextBlock)
    assert [item.text for item in after.sentences] == [OIL, "Pumps turn.", "Seals leak."]
    assert after.sentences[0].id == block.sentences[0].id
    assert after.sentences[1:] == block.sentences[1:]
    [manifest] = await bench.manifests()
    assert (manifest.subject, manifest.subject_id) == (Subject.SENTENCE, block.sentences[0].id)
    assert after.sentences[0].origin.manifest_id == manifest.id
    with pytest.raises(ProposalDecided):
        await bench.act(commands.refuse_proposal, proposal.id)

    await bench.act(drafting.undo_change, accepted.change_id)
    assert (await bench.contents())[0] == block
    again = await bench.ask(queries.get_proposal, proposal.id)
    assert again.state is ProposalState.PENDING


async def test_a_paragraph_is_written_around_what_a_person_wrote(bench: Bench):
    lesson = await bench.ask(get_lesson_draft, bench.lesson_id)
    await bench.act(
        drafting.change_block,
        bench.block_ids[0],
        block=TextInput(text="Oil cools. Our pumps have spare seals. Seals leak."),
        revision=lesson.blocks[0].revision,
    )
    text = bench.answer({"parts": ["Oil takes the heat away.", "Old seals leak."]})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[0], wish=BlockWish(preset=Preset.ANOTHER)
    )
    proposal = await bench.written(asked)
    assert proposal.changes[0].kept == ("Our pumps have spare seals.",)
    assert "[KEEP] Our pumps have spare seals." in text.requests[0].messages[1].content
    await bench.act(commands.accept_proposal, proposal.id)
    assert (await bench.text())[0] == [
        "Oil takes the heat away.", "Our pumps have spare seals.", "Old seals leak.",
    ]  # fmt: skip


async def test_a_proposal_whose_words_were_edited_meanwhile_is_stale_and_changes_nothing(
    bench: Bench,
):
    bench.answer({"parts": ["Filters catch the dirt."]})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[1], wish=BlockWish(preset=Preset.SIMPLER)
    )
    proposal = await bench.written(asked)
    await bench.act(
        drafting.change_block,
        bench.block_ids[1],
        block=TextInput(text="Change the filter every year."),
        revision=1,
    )
    stale = await bench.act(commands.accept_proposal, proposal.id)
    assert (stale.state, stale.change_id) == (ProposalState.STALE, None)
    assert (await bench.text())[1] == ["Change the filter every year."]


async def test_a_question_is_proposed_again_with_its_answers(bench: Bench):
    bench.answer({
        "question": "Where does the oil take the heat to?",
        "right_answer": "The sump",
        "why_right": "It runs back there and cools.",
        "wrong_answers": [
            {"text": text, "mixed_up": "That is another circuit."}
            for text in ("The radiator", "The turbo", "The tank")
        ],
    })  # fmt: skip
    asked = await bench.act(
        commands.rewrite_question, bench.question_id, wish=Wish(instruction="ask about the heat")
    )
    proposal = await bench.written(asked)
    assert "✓ The sump" in proposal.changes[0].after
    await bench.act(commands.accept_proposal, proposal.id)
    lesson = await bench.ask(get_lesson_draft, bench.lesson_id)
    content = lesson.blocks[-1].questions[0].content
    assert isinstance(content, ChoiceQuestion)
    assert content.stem == "Where does the oil take the heat to?"
    assert [manifest.subject for manifest in await bench.manifests()] == [Subject.QUESTION]


async def test_a_figure_keeps_its_picture_until_the_new_one_is_accepted(bench: Bench):
    bench.answer({"picture": "A gear pump, cut open, seen from above", "alt": "A gear pump"})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[2], wish=BlockWish(instruction="cut it open")
    )
    proposal = await bench.written(asked)
    [change] = proposal.changes
    assert change.picture_after is not None
    assert change.picture_after.alt == "A gear pump"
    assert change.picture_after.is_placeholder
    figure = (await bench.contents())[2]
    assert isinstance(figure, FigureBlock)
    assert figure.asset_id is None
    await bench.act(commands.accept_proposal, proposal.id)
    figure = (await bench.contents())[2]
    assert isinstance(figure, FigureBlock)
    assert (figure.alt, figure.asset_id is None) == ("A gear pump", False)
    subjects = [manifest.subject for manifest in await bench.manifests()]
    assert subjects == [Subject.BLOCK, Subject.ASSET]


async def test_a_picture_that_is_refused_leaves_nothing_behind(bench: Bench):
    bench.answer({"picture": "A gear pump, cut open, seen from above", "alt": "A gear pump"})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[2], wish=BlockWish(instruction="cut it open")
    )
    await bench.written(asked)
    async with bench.workshop.sessions() as session:
        assert (await session.scalars(select(Asset))).all()
    await bench.act(commands.refuse_proposal, asked.id)
    async with bench.workshop.sessions() as session:
        assert not (await session.scalars(select(Asset))).all()
        assert not (await session.scalars(select(Rendition))).all()


async def test_a_lesson_is_written_again_paragraph_by_paragraph_and_undone_at_once(bench: Bench):
    before = await bench.contents()
    bench.answer(
        {
            "changes": [
                {"paragraph": 1, "change": "rewrite", "what": "Say it in one sentence."},
                {"paragraph": 2, "change": "add", "what": "Say when to change the filter."},
                {"paragraph": 9, "change": "remove", "what": ""},
            ]
        },
        {"parts": ["Oil cools and seals."]},
        {"text": "Change the filter with every second change of oil."},
    )
    asked = await bench.act(
        commands.rewrite_lesson, bench.lesson_id, wish=Wish(preset=Preset.SHORTER)
    )
    proposal = await bench.written(asked)
    assert [(item.is_new, item.kind) for item in proposal.changes] == [
        (False, "text"), (True, "text"),
    ]  # fmt: skip
    accepted = await bench.act(commands.accept_proposal, proposal.id)
    assert await bench.text() == [
        ["Oil cools and seals."],
        ["Filters clog."],
        ["Change the filter with every second change of oil."],
    ]
    assert len(await bench.manifests()) == 3
    await bench.act(drafting.undo_change, accepted.change_id)
    assert await bench.contents() == before


async def test_what_is_refused_while_it_is_written_is_stopped(bench: Bench):
    bench.answer({"parts": ["Filters catch the dirt."]})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[1], wish=BlockWish(preset=Preset.SIMPLER)
    )
    again = await bench.act(
        commands.rewrite_block, bench.block_ids[1], wish=BlockWish(preset=Preset.SIMPLER)
    )
    assert again.id == asked.id
    await bench.act(commands.refuse_proposal, asked.id)
    await bench.workshop.drain()
    assert (await bench.workshop.job(asked.job_id)).state is JobState.CANCELLED
    assert not await bench.manifests()
    assert await bench.ask(queries.list_proposals, bench.course_id) == []


async def test_what_no_engine_writes_is_refused_at_once(bench: Bench):
    with pytest.raises(CannotRewrite):
        await bench.act(commands.rewrite_block, bench.quiz_id, wish=BlockWish(instruction="x"))
    with pytest.raises(NothingToWrite):
        await bench.act(commands.rewrite_block, bench.block_ids[0], wish=BlockWish())


async def test_learners_and_strangers_see_no_proposal(bench: Bench):
    bench.answer({"parts": ["Filters catch the dirt."]})
    asked = await bench.act(
        commands.rewrite_block, bench.block_ids[1], wish=BlockWish(preset=Preset.SIMPLER)
    )
    with pytest.raises(NotFound):
        await ask(bench.product, bench.school.ana, queries.get_proposal, asked.id)
    with pytest.raises(NotFound):
        await bench.ask(queries.get_proposal, ProposalId(bench.lesson_id))


async def test_every_state_is_in_the_history_with_who_made_it(bench: Bench):
    bench.answer({"parts": ["Filters catch the dirt."]})
    block_id = bench.block_ids[1]
    await bench.act(
        drafting.change_block, block_id, block=TextInput(text="Filters clog. Look."), revision=1
    )
    await vouch(bench)
    await publish(bench.product, bench.school.teacher, bench.course_id)
    bench.answer({"parts": ["Filters catch the dirt.", ""]})
    asked = await bench.act(commands.rewrite_block, block_id, wish=BlockWish(preset=Preset.SIMPLER))
    proposal = await bench.written(asked)
    await bench.act(commands.accept_proposal, proposal.id)
    history = await bench.ask(list_revisions, Part.BLOCK, block_id)
    accepted, edited, *_ = history.revisions
    assert (edited.cause, edited.writer, edited.published) == (Cause.EDITED, Writer.HUMAN, (1,))
    assert (accepted.cause, accepted.writer, accepted.published) == (
        Cause.ACCEPTED, Writer.MODEL, (),
    )  # fmt: skip
    assert (accepted.model, accepted.manifest_id) == ("placeholder", proposal.manifest_ids[0])
    assert (accepted.job_id, accepted.proposal_id) == (asked.job_id, proposal.id)
    assert edited.name == accepted.name != ""


async def test_a_block_goes_back_to_what_it_held_and_forward_again(bench: Bench):
    block_id = bench.block_ids[1]
    await bench.act(
        drafting.change_block, block_id, block=TextInput(text="Filters clog fast."), revision=1
    )
    await bench.act(
        drafting.change_block, block_id, block=TextInput(text="Filters clog slowly."), revision=2
    )
    compared = await bench.ask(compare_revisions, Part.BLOCK, block_id, before=1, after=2)
    [part] = compared.parts
    assert [(piece.kind.value, piece.text) for piece in part.pieces] == [
        ("same", "Filters clog"), ("removed", "fast."), ("added", "slowly."),
    ]  # fmt: skip
    change = await bench.act(restore_revision, Part.BLOCK, block_id, 1)
    assert (await bench.text())[1] == ["Filters clog fast."]
    await bench.act(drafting.undo_change, change.change_id)
    assert (await bench.text())[1] == ["Filters clog slowly."]
    history = await bench.ask(list_revisions, Part.BLOCK, block_id)
    assert [item.cause for item in history.revisions] == [
        Cause.UNDONE, Cause.RESTORED, Cause.EDITED, Cause.EDITED,
    ]  # fmt: skip


async def vouch(bench: Bench) -> None:
    """The teacher knows what the sources do not say."""
    await bench.act(check_lesson, bench.lesson_id)
    await bench.workshop.drain()
    evidence = await bench.ask(get_lesson_evidence, bench.lesson_id)
    waiting = [one.id for one in evidence.sentences if one.state in {"weak", "unsupported"}]
    await bench.act(accept_sentences, bench.lesson_id, sentence_ids=waiting)


async def blocks(bench: Bench) -> list[Block]:
    async with bench.workshop.sessions() as session:
        statement = select(Block).where(col(Block.lesson_id) == bench.lesson_id)
        return list((await session.scalars(statement)).all())


async def test_a_lesson_goes_back_with_its_blocks_and_their_order(bench: Bench):
    before = await bench.contents()
    await bench.act(drafting.delete_block, bench.block_ids[0])
    change = await bench.act(
        drafting.add_block, bench.lesson_id, block=TextInput(text="New."), at=0
    )
    await bench.act(drafting.move_block, change.subject_id, to=2)
    history = await bench.ask(list_revisions, Part.LESSON, bench.lesson_id)
    assert history.revisions[0].is_current
    compared = await bench.ask(compare_revisions, Part.LESSON, bench.lesson_id, before=1, after=3)
    assert [(part.is_added, part.is_removed) for part in compared.parts] == [(True, False)]
    restored = await bench.act(restore_revision, Part.LESSON, bench.lesson_id, 1)
    assert await bench.contents() == before[1:]
    await bench.act(drafting.undo_change, restored.change_id)
    assert len(await bench.text()) == 2
