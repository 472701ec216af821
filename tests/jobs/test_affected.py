"""A page of a source changes: what stands on it is written again, and nothing else."""

import hashlib
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from alp_app.jobspecs.revisions import RewriteAffected
from alp_app.kit.ids import SourceId
from alp_app.models.content import Citation, ListBlock, Origin, Sentence, TextBlock, Writer
from alp_app.models.course import Block
from alp_app.models.job import JobState
from alp_app.models.revision import Part, ProposalState
from alp_app.services.manifests.rules import hash_text
from alp_app.services.revisions import affected, commands, queries
from alp_app.services.revisions.errors import NothingAffected
from alp_app.services.revisions.inputs import AffectedWish
from tests.jobs.test_revisions import MODEL, Bench, add_source, bench
from tests.services.learning.conftest import school

__all__ = ["bench", "school"]

PUMP = "The oil pump delivers forty litres a minute at idle speed."
NEW_PUMP = "The oil pump delivers fifty litres a minute at idle speed."
FILTER = "The oil filter is changed every five hundred hours of work."
TABLES = ("block", "question_version", "asset", "lesson", "module", "course_version")


def cited(words: str, passage: str, *, by: Origin = MODEL) -> Sentence:
    citation = Citation(quote=passage, passage_hash=hash_text(passage), page=3)
    return Sentence(text=words, origin=by, citations=[citation])


@pytest.fixture
async def mine() -> Sentence:
    """What a person wrote about the page that changes."""
    return cited("Ours delivers less.", PUMP, by=Origin(writer=Writer.HUMAN))


@pytest.fixture
async def stood(bench: Bench, mine: Sentence) -> Bench:
    """A lesson that stands on two pages of a source."""
    async with bench.workshop.sessions.begin() as session:
        first = await session.get_one(Block, bench.block_ids[0])
        first.content = TextBlock(
            sentences=[
                cited("The pump delivers forty litres.", PUMP),
                mine,
                cited("Change the filter after five hundred hours.", FILTER),
                Sentence(text="Oil ages.", origin=MODEL),
            ]
        )
        second = await session.get_one(Block, bench.block_ids[1])
        second.content = ListBlock(
            items=[
                [cited("Filter: five hundred hours.", FILTER)],
                [cited("Pump: forty litres.", PUMP)],
            ]
        )
    for page in (PUMP, FILTER):
        await add_source(bench, page)
    return bench


async def change_page(bench: Bench, old: str, new: str) -> None:
    """As a new edition does: every page stands in another source, one of them in other words."""
    await bench.workshop.execute("UPDATE source SET deleted_at = now()")
    for page in (PUMP, FILTER):
        await add_source(bench, new if page == old else page)


async def hashes(bench: Bench) -> dict[str, str]:
    """Of every sentence and of every row that a draft is made of. Where a citation has moved to says
    nothing about words."""
    found: dict[str, str] = {}
    async with bench.workshop.sessions() as session:
        for table in TABLES:
            rows = await session.execute(text(f"SELECT to_jsonb(t) FROM {table} t"))  # noqa: S608
            for (row,) in rows:
                for sentence in sentences_in(row):
                    found[sentence["id"]] = hash_of(sentence)
                if table != "block":
                    found[f"{table} {row.get('id')}"] = hash_of(row)
    return found


def sentences_in(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [item for inner in value for item in sentences_in(inner)]
    if not isinstance(value, dict):
        return []
    own = [value] if {"id", "text", "origin", "citations"} <= value.keys() else []
    return own + [item for inner in value.values() for item in sentences_in(inner)]


def hash_of(row: dict[str, Any]) -> str:
    stripped = orjson.loads(orjson.dumps(row))
    for citation in stripped.get("citations", []):
        for moved in ("source_id", "passage_id", "page"):
            citation.pop(moved)
    for unsaid in ("edited_at", "reviewed_at", "reviewed_by"):
        stripped.pop(unsaid, None)
    return hashlib.sha256(orjson.dumps(stripped, option=orjson.OPT_SORT_KEYS)).hexdigest()


async def test_a_source_that_stays_touches_nothing(stood: Bench):
    listed = await stood.ask(affected.list_affected, stood.course_id)
    assert listed.parts == ()
    with pytest.raises(NothingAffected):
        await stood.act(affected.rewrite_affected, stood.course_id, wish=AffectedWish())


async def test_what_stands_on_a_changed_page_is_listed_with_what_it_said(
    stood: Bench, mine: Sentence
):
    await change_page(stood, PUMP, NEW_PUMP)
    listed = await stood.ask(affected.list_affected, stood.course_id)
    assert [(part.text, part.quotes, part.is_writable) for part in listed.parts] == [
        ("The pump delivers forty litres.", (PUMP,), True),
        (mine.text, (PUMP,), False),
        ("Pump: forty litres.", (PUMP,), True),
    ]
    assert listed.writable == 2


@pytest.mark.parametrize("is_direct", [True, False])
async def test_a_changed_page_regenerates_what_it_touches_and_nothing_else(
    stood: Bench, mine: Sentence, is_direct: bool
):
    await change_page(stood, PUMP, NEW_PUMP)
    listed = await stood.ask(affected.list_affected, stood.course_id)
    touched = {str(part.part_id) for part in listed.parts if part.is_writable}
    before = await hashes(stood)
    stood.answer({"text": "The pump delivers fifty litres."}, {"text": "Pump: fifty litres."})
    started = await stood.act(
        affected.rewrite_affected, stood.course_id, wish=AffectedWish(is_direct=is_direct)
    )
    await stood.workshop.drain()
    assert (await stood.workshop.job(started.job_id)).state is JobState.DONE
    if not is_direct:
        assert await hashes(stood) == before
        for proposal_id in started.proposal_ids:
            await stood.act(commands.accept_proposal, proposal_id)
    after = await hashes(stood)
    assert {key for key in before | after if before.get(key) != after.get(key)} == touched
    assert str(mine.id) not in touched
    assert await stood.text() == [
        [
            "The pump delivers fifty litres.", mine.text,
            "Change the filter after five hundred hours.", "Oil ages.",
        ],
    ]  # fmt: skip
    left = await stood.ask(affected.list_affected, stood.course_id)
    assert [part.text for part in left.parts] == [mine.text]
    assert len(await stood.manifests()) == len(touched)


async def test_citations_of_words_that_only_moved_follow_them(stood: Bench):
    await change_page(stood, PUMP, NEW_PUMP)
    stood.answer({"text": "The pump delivers fifty litres."})
    await stood.act(affected.rewrite_affected, stood.course_id, wish=AffectedWish())
    rows = await stood.workshop.execute("SELECT id FROM source WHERE deleted_at IS NULL")
    living = {SourceId(row.id) for row in rows}
    block = (await stood.contents())[0]
    assert isinstance(block, TextBlock)
    assert block.sentences[2].citations[0].source_id in living


async def test_only_the_chosen_parts_are_written_again(stood: Bench):
    await change_page(stood, PUMP, NEW_PUMP)
    listed = await stood.ask(affected.list_affected, stood.course_id)
    stood.answer({"text": "Pump: fifty litres."})
    wish = AffectedWish(part_ids=[listed.parts[2].part_id])
    started = await stood.act(affected.rewrite_affected, stood.course_id, wish=wish)
    await stood.workshop.drain()
    [proposal] = await stood.ask(queries.list_proposals, stood.course_id)
    assert (proposal.part, proposal.state) == (Part.SENTENCE, ProposalState.PENDING)
    assert started.proposal_ids == (proposal.id,)
    assert RewriteAffected.is_told
