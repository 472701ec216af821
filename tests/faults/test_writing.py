"""F9: workers are killed while a course is generated, and while parts of it are written again. No
sentence, question, picture or manifest is lost or doubled."""

from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

from alp_app.jobspecs.generation import GenerateCourse
from alp_app.kit.ids import BlockId, CourseId, LessonId
from alp_app.models.account import User
from alp_app.models.manifest import Making, Subject
from alp_app.models.revision import Preset
from alp_app.security.actor import Role
from alp_app.services.generation.commands import start_course
from alp_app.services.generation.inputs import BriefInput
from alp_app.services.manifests.rules import link_hash
from alp_app.services.revisions.commands import rewrite_block, rewrite_lesson
from alp_app.services.revisions.inputs import BlockWish, Wish
from alp_app.services.sources.commands import receive_source
from alp_app.unit_of_work import unit_of_work
from tests.faults.arena import Arena
from tests.faults.conftest import Times
from tests.faults.folder_objects import FolderObjects
from tests.support.product import RecordedBoard

HANDBOOK = "# Cooling\n\n" + "\n\n".join(
    f"Circuit {number} of the engine holds {number} litres. It is checked every {number}00 hours."
    for number in range(2, 12)
)
FIGURES = "content ->> 'type' = 'figure'"
TEXTS = "content ->> 'type' = 'text'"


@dataclass
class Course:
    """What is in the database and the store of one course."""

    links: list[dict[str, Any]]
    sentences: list[dict[str, Any]]
    asked: list[str]
    """Ids of the questions that quizzes ask."""
    questions: list[str]
    assets: set[str]
    shown: set[str]
    """Ids of the assets that the draft or a proposal shows."""
    proposals: list[dict[str, Any]]
    hashes: set[str] = field(default_factory=set[str])
    """Of the bytes of its assets."""


async def test_a_killed_worker_loses_and_doubles_nothing_that_is_written(
    arena: Arena, times: Times, tmp_path: Path
):
    """In the n-th course every job is killed at the n-th place that it comes to."""
    await sign_in(arena)
    courses = [await begin(arena, tmp_path, place) for place in range(1, times(3, 40) + 1)]
    with arena.fleet(1, writes=True):
        arena.settle()
        for course_id in courses:
            await write_again(arena, course_id)
        arena.settle()
    for course_id in courses:
        assert complaints(arena, read(arena, course_id)) == [], arena.log
    assert sum(path.suffix == ".fired" for path in (arena.folder / "strikes").iterdir()) > 10


async def sign_in(arena: Arena) -> None:
    """Files and wishes are somebody's."""
    owner = User(
        organisation_id=arena.actor.organisation_id, display_name="A teacher", role=Role.ADMIN
    )
    async with arena.sessions.begin() as session:
        session.add(owner)
    arena.actor = replace(arena.actor, user_id=owner.id)


async def begin(arena: Arena, tmp_path: Path, place: int) -> CourseId:
    path = tmp_path / "handbook.md"
    path.write_text(HANDBOOK)
    objects: Any = FolderObjects(arena.folder / "objects")
    async with unit_of_work(arena.sessions, arena.queue, RecordedBoard(), arena.actor) as work:
        source = await receive_source(work, objects, path, filename="handbook.md")
        brief = BriefInput(
            topic="Cooling", audience="apprentices", lesson_count=1, source_ids=[source.id]
        )
        started = await start_course(work, brief=brief)
        (arena.folder / "strikes" / str(started.course_id)).write_text(str(place))
    return started.course_id


async def write_again(arena: Arena, course_id: CourseId) -> None:
    """A lesson, a paragraph and a figure of it."""
    [lesson] = rows(arena, "SELECT id FROM lesson WHERE course_id = %s", course_id)
    [text, *_] = rows(arena, f"SELECT id FROM block WHERE lesson_id = %s AND {TEXTS}", lesson["id"])  # noqa: S608
    [figure] = rows(arena, f"SELECT id FROM block WHERE lesson_id = %s AND {FIGURES}", lesson["id"])  # noqa: S608
    wish = BlockWish(preset=Preset.SHORTER)
    async with unit_of_work(arena.sessions, arena.queue, RecordedBoard(), arena.actor) as work:
        await rewrite_lesson(work, LessonId(lesson["id"]), wish=Wish(preset=Preset.EXAMPLE))
        await rewrite_block(work, BlockId(text["id"]), wish=wish)
        await rewrite_block(work, BlockId(figure["id"]), wish=wish)


def complaints(arena: Arena, course: Course) -> list[str]:
    """What was lost, doubled or left behind."""
    ids = Counter(sentence["id"] for sentence in course.sentences)
    known = {str(link["id"]) for link in course.links}
    named = {sentence["origin"]["manifest_id"] for sentence in course.sentences}
    told = [one for proposal in course.proposals for one in proposal["manifest_ids"]]
    objects = arena.folder / "objects"
    return [
        *broken_links(course.links),
        *(f"doubled sentence: {one}" for one, count in ids.items() if count > 1),
        *(f"sentence without its manifest: {one}" for one in named - known),
        *(f"doubled question: {one}" for one, n in Counter(course.asked).items() if n > 1),
        *(f"orphaned question: {one}" for one in set(course.questions) ^ set(course.asked)),
        *(f"orphaned asset: {one}" for one in course.assets ^ course.shown),
        *(f"asset without bytes: {one}" for one in course.hashes if not (objects / one).exists()),
        *(f"unwritten: {one['id']}" for one in course.proposals if one["state"] != "pending"),
        *(f"proposal without its manifest: {one}" for one in set(told) - known),
        *(f"manifest of two proposals: {one}" for one, n in Counter(told).items() if n > 1),
    ]


def broken_links(links: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    previous = ""
    for number, link in enumerate(links, start=1):
        making = Making.model_validate(link["making"])
        wanted = link_hash(
            previous=previous,
            number=number,
            subject=Subject(link["subject"]),
            subject_id=link["subject_id"],
            making=making,
        )
        if (link["number"], link["previous_hash"], link["hash"]) != (number, previous, wanted):
            found.append(f"broken link {number}: {link['id']}")
        previous = link["hash"]
    return found


def read(arena: Arena, course_id: CourseId) -> Course:
    unfinished = rows(arena, "SELECT kind, state, error FROM job WHERE state <> 'done'")
    assert unfinished == [], arena.log
    [generated] = rows(
        arena,
        "SELECT count(*) AS jobs FROM job WHERE course_id = %s AND kind = %s",
        course_id,
        GenerateCourse.kind,
    )
    assert generated["jobs"] == 1
    blocks = rows(
        arena,
        "SELECT b.content FROM block b JOIN lesson l ON l.id = b.lesson_id WHERE l.course_id = %s",
        course_id,
    )
    contents = [block["content"] for block in blocks]
    proposals = rows(arena, "SELECT * FROM proposal WHERE course_id = %s", course_id)
    proposed = [
        item["content"]
        for proposal in proposals
        for item in (proposal["wording"] or {"blocks": []})["blocks"]
        if item["content"]
    ]
    [cover] = rows(arena, "SELECT cover_asset_id FROM course WHERE id = %s", course_id)
    files = rows(
        arena,
        "SELECT a.id, r.sha256 FROM asset a JOIN rendition r ON r.asset_id = a.id"
        " WHERE a.course_id = %s",
        course_id,
    )
    return Course(
        links=rows(arena, "SELECT * FROM manifest WHERE course_id = %s ORDER BY number", course_id),
        sentences=[one for content in contents for one in sentences_in(content)],
        asked=[one for content in contents for one in content.get("question_ids", [])],
        questions=[
            str(row["id"])
            for row in rows(arena, "SELECT id FROM question WHERE course_id = %s", course_id)
        ],
        assets={str(row["id"]) for row in files},
        shown={
            str(one)
            for one in (
                cover["cover_asset_id"],
                *(content.get("asset_id") for content in (*contents, *proposed)),
            )
            if one
        },
        proposals=proposals,
        hashes={row["sha256"] for row in files},
    )


def sentences_in(content: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        *content.get("sentences", []),
        *(sentence for item in content.get("items", []) for sentence in item),
    ]


def rows(arena: Arena, query: str, *values: object) -> list[dict[str, Any]]:
    with psycopg.connect(arena.settings.database.url, row_factory=dict_row) as connection:
        return connection.execute(query, values).fetchall()  # type: ignore[arg-type] - a constant
