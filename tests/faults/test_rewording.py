"""F9: workers are killed while what stands on a changed page of a source is written again, and while
lessons are put into other words. Nothing is lost or doubled, and nothing else is touched."""

import hashlib
from collections import Counter
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import orjson

from alp_app.kit.ids import CourseId, SourceId
from alp_app.models.account import User
from alp_app.models.content import Citation, Origin, Sentence, TextBlock, Writer
from alp_app.models.fitting import VariantState, WordingLevel
from alp_app.security.actor import Actor, Role
from alp_app.services.fitting.commands import change_preferences, fit_lesson
from alp_app.services.fitting.inputs import PreferencesInput
from alp_app.services.learning.commands import enrol
from alp_app.services.manifests.rules import hash_text
from alp_app.services.revisions.affected import list_affected, rewrite_affected
from alp_app.services.revisions.inputs import AffectedWish
from alp_app.services.sources.commands import add_source, replace_source
from alp_app.unit_of_work import UnitOfWork, unit_of_work
from tests.faults.arena import Arena
from tests.faults.conftest import Times
from tests.faults.folder_objects import FolderObjects
from tests.faults.test_writing import broken_links, rows, sentences_in, sign_in
from tests.support.product import RecordedBoard
from tests.support.world import MadeCourse, PlannedLesson, make_course

PUMP = "The oil pump delivers forty litres a minute at idle speed."
NEW_PUMP = "The oil pump delivers fifty litres a minute at idle speed."
FILTER = "The oil filter is changed every five hundred hours of work."
TABLES = ("block", "question_version", "asset", "lesson", "module", "course_version")
MODEL = Origin(writer=Writer.MODEL, model="writer")
"""Each lesson stands on both pages."""


@dataclass(frozen=True)
class Desk:
    """What `make_course` needs of a product."""

    arena: Arena

    def unit_of_work(self, actor: Actor) -> AbstractAsyncContextManager[UnitOfWork]:
        arena = self.arena
        return unit_of_work(arena.sessions, arena.queue, RecordedBoard(), actor)


def handbook(pump: str) -> str:
    return f"# Pump\n\n{pump}\n\n# Filter\n\n{FILTER}\n"


async def test_a_changed_page_is_written_again_once_wherever_workers_are_killed(
    arena: Arena, times: Times, tmp_path: Path
):
    """In the n-th course every job is killed at the n-th place that it comes to."""
    await sign_in(arena)
    objects: Any = FolderObjects(arena.folder / "objects")
    path = tmp_path / "handbook.md"
    courses: list[MadeCourse] = []
    sources: dict[CourseId, SourceId] = {}
    for place in range(1, times(4, 30) + 1):
        made = await make_course(cast("Any", Desk(arena)), arena.actor, stood(), is_published=False)
        strike(arena, made.id, place)
        courses.append(made)
        path.write_text(handbook(PUMP))
        async with Desk(arena).unit_of_work(arena.actor) as work:
            kept = await add_source(work, objects, path, made.id, filename="handbook.md")
            sources[made.id] = kept.id
    touched: dict[CourseId, set[str]] = {}
    before: dict[CourseId, dict[str, str]] = {}
    with arena.fleet(1, writes=True):
        arena.settle()
        for made in courses:
            path.write_text(handbook(NEW_PUMP))
            async with Desk(arena).unit_of_work(arena.actor) as work:
                await replace_source(work, objects, path, sources[made.id], filename="handbook.md")
        arena.settle()
        for made in courses:
            async with Desk(arena).unit_of_work(arena.actor) as work:
                listed = await list_affected(work, made.id)
                touched[made.id] = {str(part.part_id) for part in listed.parts}
                before[made.id] = hashes(arena, made.id)
                await rewrite_affected(work, made.id, wish=AffectedWish(is_direct=True))
        arena.settle()
    for made in courses:
        old, after = before[made.id], hashes(arena, made.id)
        assert len(touched[made.id]) == 1, arena.log
        assert {key for key, said in old.items() if after.get(key) != said} == touched[made.id]
        # The engine may say in several sentences what it was asked to say again.
        assert {key for key in after if key not in old} <= written_by_jobs(arena, made.id)
        assert complaints(arena, made.id) == [], arena.log
    assert struck(arena) > len(courses)


async def test_a_lesson_is_put_into_other_words_once_wherever_workers_are_killed(
    arena: Arena, times: Times
):
    await sign_in(arena)
    learner = await add_learner(arena)
    desk = Desk(arena)
    courses: list[MadeCourse] = []
    for place in range(1, times(4, 30) + 1):
        made = await make_course(
            cast("Any", desk),
            arena.actor,
            *[PlannedLesson(title=f"Lesson {number}") for number in range(3)],
            module_sizes=(1, 2),
        )
        strike(arena, made.id, place)
        courses.append(made)
        async with desk.unit_of_work(learner) as work:
            await enrol(work, made.id)
            await change_preferences(
                work, inputs=PreferencesInput(level=WordingLevel.PLAINER), course_id=made.id
            )
    with arena.fleet(1, writes=True):
        for made in courses:
            async with desk.unit_of_work(learner) as work:
                await fit_lesson(work, made.lesson_ids[0])
        arena.settle()
    for made in courses:
        found = rows(arena, "SELECT * FROM lesson_variant WHERE course_id = %s", made.id)
        assert {row["lesson_id"] for row in found} == set(made.lesson_ids), arena.log
        assert len(found) == len(made.lesson_ids)
        assert {row["tries"] for row in found} == {1}
        assert VariantState.WAITING not in {row["state"] for row in found}
        assert complaints(arena, made.id) == []
    assert struck(arena) > len(courses)


def stood() -> PlannedLesson:
    sentences = [
        cited("The pump delivers forty litres.", PUMP),
        cited("Change the filter after five hundred hours.", FILTER),
        Sentence(text="Oil ages.", origin=MODEL),
    ]
    return PlannedLesson(blocks=[TextBlock(sentences=sentences)])


def cited(words: str, passage: str) -> Sentence:
    citation = Citation(quote=passage, passage_hash=hash_text(passage))
    return Sentence(text=words, origin=MODEL, citations=[citation])


def strike(arena: Arena, course_id: CourseId, place: int) -> None:
    (arena.folder / "strikes" / str(course_id)).write_text(str(place))


def struck(arena: Arena) -> int:
    return sum(path.suffix == ".fired" for path in (arena.folder / "strikes").iterdir())


async def add_learner(arena: Arena) -> Actor:
    user = User(organisation_id=arena.actor.organisation_id, display_name="Ana", role=Role.LEARNER)
    async with arena.sessions.begin() as session:
        session.add(user)
    return replace(arena.actor, user_id=user.id, role=Role.LEARNER)


def hashes(arena: Arena, course_id: CourseId) -> dict[str, str]:
    """Of every sentence and of every other row that a draft is made of."""
    found: dict[str, str] = {}
    for row in rows(
        arena,
        "SELECT b.id, b.content, b.position FROM block b JOIN lesson l ON l.id = b.lesson_id"
        " WHERE l.course_id = %s",
        course_id,
    ):
        found[f"block {row['id']}"] = str(row["position"])
        found |= {one["id"]: hash_of(one) for one in sentences_in(row["content"])}
    for row in rows(arena, "SELECT id, title, summary FROM lesson WHERE course_id = %s", course_id):
        found[f"lesson {row['id']}"] = hash_of(row)
    for row in rows(
        arena,
        "SELECT p.source_id, p.id, p.text FROM source_passage p JOIN source s ON s.id = p.source_id"
        " WHERE s.course_id = %s",
        course_id,
    ):
        found[f"passage {row['source_id']} {row['id']}"] = hash_of(row)
    return found


def written_by_jobs(arena: Arena, course_id: CourseId) -> set[str]:
    """Ids of the sentences that name how they were made."""
    return {one["id"] for one in sentences(arena, course_id) if one["origin"].get("manifest_id")}


def sentences(arena: Arena, course_id: CourseId) -> list[dict[str, Any]]:
    blocks = rows(
        arena,
        "SELECT b.content FROM block b JOIN lesson l ON l.id = b.lesson_id WHERE l.course_id = %s",
        course_id,
    )
    return [one for block in blocks for one in sentences_in(block["content"])]


def hash_of(row: dict[str, Any]) -> str:
    """Where a citation has moved to says nothing about words."""
    said = orjson.loads(orjson.dumps(row, default=str))
    for citation in said.get("citations", []):
        for moved in ("source_id", "passage_id", "page"):
            citation.pop(moved, None)
    return hashlib.sha256(orjson.dumps(said, option=orjson.OPT_SORT_KEYS)).hexdigest()


def complaints(arena: Arena, course_id: CourseId) -> list[str]:
    links = rows(arena, "SELECT * FROM manifest WHERE course_id = %s ORDER BY number", course_id)
    unfinished = rows(arena, "SELECT kind, state, error FROM job WHERE state <> 'done'")
    proposals = rows(arena, "SELECT id, state FROM proposal WHERE course_id = %s", course_id)
    said = sentences(arena, course_id)
    ids = Counter(one["id"] for one in said)
    named = {UUID(one["origin"]["manifest_id"]) for one in said if one["origin"].get("manifest_id")}
    return [
        *broken_links(links),
        *(f"not done: {row}" for row in unfinished),
        *(f"doubled sentence: {one}" for one, count in ids.items() if count > 1),
        *(f"sentence without its manifest: {one}" for one in named - {row["id"] for row in links}),
        *(f"undecided: {row['id']}" for row in proposals if row["state"] != "accepted"),
    ]
