"""A new edition of a file is uploaded and read: what stands on its changed page is written again."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from alp_app.kit.ids import SourceId
from alp_app.models.assessment import Question, QuestionVersion
from alp_app.models.content import Citation, Origin, Sentence, TextBlock, Writer
from alp_app.models.course import Block
from alp_app.models.job import JobState
from alp_app.services.manifests.rules import hash_text
from alp_app.services.revisions import affected
from alp_app.services.revisions.inputs import AffectedWish
from alp_app.services.sources.commands import add_source, replace_source
from alp_app.services.sources.queries import list_passages, list_source_passages
from alp_app.services.sources.views import PassageView
from tests.jobs.test_affected import hashes
from tests.jobs.test_revisions import MODEL, Bench, bench
from tests.services.learning.conftest import school
from tests.support.world import choice

__all__ = ["bench", "school"]

PAGES = {
    "Pump": "The oil pump delivers forty litres a minute at idle speed.",
    "Filter": "The oil filter is changed every five hundred hours of work.",
    "Cooler": "The oil cooler keeps the oil below one hundred degrees at full load.",
}
NEW_PUMP = "The oil pump delivers fifty litres a minute at idle speed."
NEW_QUESTION = {
    "question": "How much oil does the pump deliver at idle speed?",
    "right_answer": "Fifty litres a minute",
    "why_right": "The pump delivers fifty litres a minute.",
    "wrong_answers": [
        {"text": text, "mixed_up": "That is another figure."}
        for text in ("Ten litres a minute", "Forty litres an hour", "Nothing at all")
    ],
}


def handbook(folder: Path, pages: dict[str, str]) -> Path:
    path = folder / "handbook.md"
    path.write_text("".join(f"## {title}\n\n{words}\n\n" for title, words in pages.items()))
    return path


@dataclass
class Edition:
    """A draft that stands on every page of a file, and the sentences by their page."""

    bench: Bench
    source_id: SourceId
    passages: dict[str, PassageView]
    sentences: dict[str, Sentence]


@pytest.fixture
async def edition(bench: Bench, tmp_path: Path) -> Edition:
    await bench.workshop.execute("UPDATE source SET deleted_at = now()")
    bench.answer()
    path = handbook(tmp_path, PAGES)
    source = await bench.act(
        add_source, bench.workshop.objects, path, bench.course_id, filename=path.name
    )
    await bench.workshop.drain()
    found = await bench.ask(list_passages, bench.course_id)
    passages = {title: one for title in PAGES for one in found if PAGES[title] in one.text}
    assert len(passages) == len(found) == len(PAGES)
    sentences = {
        title: Sentence(text=PAGES[title], origin=MODEL, citations=[cite(passages[title])])
        for title in PAGES
    }
    async with bench.workshop.sessions.begin() as session:
        block = await session.get_one(Block, bench.block_ids[0])
        block.content = TextBlock(sentences=list(sentences.values()))
        question = await session.get_one(Question, bench.question_id)
        version = await session.get_one(QuestionVersion, question.current_version_id)
        version.content = choice(
            "How much oil does the pump deliver?",
            wrong=3,
            origin=Origin(writer=Writer.MODEL, model="writer"),
            citations=[cite(passages["Pump"]), cite(passages["Filter"])],
        )
    return Edition(bench, source.id, passages, sentences)


def cite(passage: PassageView) -> Citation:
    return Citation(
        quote=passage.text,
        passage_hash=hash_text(passage.text),
        passage_id=passage.id,
        source_id=passage.source_id,
    )


async def replace(edition: Edition, folder: Path, pages: dict[str, str]) -> SourceId:
    bench = edition.bench
    path = handbook(folder, pages)
    new = await bench.act(
        replace_source, bench.workshop.objects, path, edition.source_id, filename=path.name
    )
    await bench.workshop.drain()
    return new.id


async def test_an_edition_with_the_same_words_under_new_bytes_touches_nothing(
    edition: Edition, tmp_path: Path
):
    await replace(edition, tmp_path, dict(reversed(PAGES.items())))
    listed = await edition.bench.ask(affected.list_affected, edition.bench.course_id)
    assert listed.parts == ()


async def test_an_upload_with_one_changed_page_has_rewritten_what_stood_on_it_and_nothing_else(
    edition: Edition, tmp_path: Path
):
    bench = edition.bench
    old = await source_hashes(bench, edition.source_id)
    new_id = await replace(edition, tmp_path, PAGES | {"Pump": NEW_PUMP})
    listed = await bench.ask(affected.list_affected, bench.course_id)
    pump = edition.sentences["Pump"]
    assert [(part.part_id, part.quotes) for part in listed.parts] == [
        (pump.id, (edition.passages["Pump"].text,)),
        (bench.question_id, (edition.passages["Pump"].text,)),
    ]
    before, read = await hashes(bench), await source_hashes(bench, new_id)
    unchanged = {edition.passages[title].id for title in ("Filter", "Cooler")}
    assert {key for key in read if read[key] == old.get(key)} == unchanged

    bench.answer({"text": NEW_PUMP}, NEW_QUESTION)
    started = await bench.act(
        affected.rewrite_affected, bench.course_id, wish=AffectedWish(is_direct=True)
    )
    await bench.workshop.drain()
    assert (await bench.workshop.job(started.job_id)).state is JobState.DONE

    after = await hashes(bench)
    changed = {key for key in before if before[key] != after.get(key)}
    added = after.keys() - before.keys()
    current = await current_question(bench)
    assert changed == {str(pump.id)}
    assert added == {f"question_version {current.id}"}, "the old version stays, for its answers"
    assert await source_hashes(bench, edition.source_id) == old
    assert await source_hashes(bench, new_id) == read
    left = await bench.ask(affected.list_affected, bench.course_id)
    assert left.parts == ()


async def test_a_question_written_again_cites_only_what_its_sources_still_hold(
    edition: Edition, tmp_path: Path
):
    bench = edition.bench
    new_id = await replace(edition, tmp_path, PAGES | {"Pump": NEW_PUMP})
    bench.answer(NEW_QUESTION)
    wish = AffectedWish(part_ids=[bench.question_id], is_direct=True)
    await bench.act(affected.rewrite_affected, bench.course_id, wish=wish)
    await bench.workshop.drain()
    [citation] = (await current_question(bench)).content.citations
    assert citation.quote == edition.passages["Filter"].text
    assert citation.source_id == new_id


async def source_hashes(bench: Bench, source_id: SourceId) -> dict[Any, str]:
    passages = await bench.ask(list_source_passages, source_id)
    return {passage.id: hash_text(passage.text) for passage in passages}


async def current_question(bench: Bench) -> QuestionVersion:
    async with bench.workshop.sessions() as session:
        question = await session.get_one(Question, bench.question_id)
        return await session.get_one(QuestionVersion, question.current_version_id)
