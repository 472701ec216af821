"""What is practised can be taken to Anki: a zip with a database that Anki opens, and the pictures in it."""

import io
import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from alp_app.models.asset import AssetKind
from alp_app.models.content import Citation
from alp_app.models.course import Reference
from alp_app.models.questions import Label, MatchingQuestion, MatchPrompt, Picture
from alp_app.services.courses.commands import change_question
from alp_app.services.learning.attempts import answer_question, start_attempt
from alp_app.services.learning.commands import enrol
from alp_app.services.media.commands import NewFile, record_asset, store_files
from alp_app.services.practice.commands import put_away
from alp_app.services.practice.errors import NothingToExport
from alp_app.services.practice.exporting import export_cards
from alp_app.services.practice.queries import get_queue
from providers.fakes.objects import MemoryObjects
from tests.services.practice.conftest import study, wrong
from tests.support.world import PlannedLesson, act, ask, choice, make_course, numeric, publish


def png() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (8, 8), "navy").save(file, "PNG")
    return file.getvalue()


PNG = png()


def opened(content: bytes, folder: Path) -> tuple[list[dict[str, Any]], dict[str, bytes]]:
    """The notes by field, and the pictures by name, read as Anki reads them."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        names = json.loads(package.read("media"))
        media = {name: package.read(number) for number, name in names.items()}
        package.extract("collection.anki2", folder)
    with closing(sqlite3.connect(folder / "collection.anki2")) as database:
        [(models, decks)] = database.execute("SELECT models, decks FROM col").fetchall()
        rows = database.execute(
            "SELECT n.guid, n.mid, n.flds, c.did FROM notes n JOIN cards c ON c.nid = n.id"
        ).fetchall()
    return [
        {
            "guid": guid,
            "deck": json.loads(decks)[str(deck)]["name"],
            **dict(
                zip(
                    [field["name"] for field in json.loads(models)[str(model)]["flds"]],
                    fields.split("\x1f"),
                    strict=True,
                )
            ),
        }
        for guid, model, fields, deck in rows
    ], media


async def test_a_package_holds_questions_answers_reasons_sources_and_pictures(
    product, school, tmp_path
):
    objects = MemoryObjects()
    course = await make_course(product, school.teacher, is_published=False, title="Tides & time")
    files = await store_files(objects, {"original": NewFile(PNG, "image/png")})
    async with product.unit_of_work(school.teacher) as work:
        asset_id = await record_asset(
            work, files, kind=AssetKind.IMAGE, filename="moon.png", course_id=course.id, manifest={}
        )
    picture = Picture(asset_id=asset_id, alt="The moon", width=10, height=10)
    matches = [Label(text="Spring"), Label(text="Neap")]
    asked = [
        choice(
            "What pulls **the sea**?",
            pictures=[picture],
            citations=[Citation(reference="tides", page=4, quote="The moon pulls <most>.")],
        ),
        numeric(unit="m"),
        MatchingQuestion(
            stem="Which tide?",
            prompts=[MatchPrompt(text=f"At {each.text}", match_id=each.id) for each in matches],
            matches=matches,
        ),
    ]
    pictured = await make_course(
        product,
        school.teacher,
        PlannedLesson(questions=asked),
        title="Tides & time",
        references=[Reference(key="tides", citation="A book of tides")],
    )
    await act(product, school.ana, enrol, pictured.id)
    lesson = pictured.lessons[0]
    await study(product, school.ana, lesson, *(wrong(each) for each in lesson.questions[:2]))
    file = await ask(product, school.ana, export_cards, objects)
    notes, media = opened(file.content, tmp_path)
    assert file.filename.endswith(".apkg")
    assert {note["deck"] for note in notes} == {"Tides & time"}
    by_stem = {("sea" in note["Question"]): note for note in notes}
    chosen = by_stem[True]
    assert "<strong>the sea</strong>" in chosen["Question"]
    assert "Wrong 0" in chosen["Question"]
    assert "Right 0" in chosen["Answer"]
    assert "Wrong 0" not in chosen["Answer"]
    assert "Reason right 0" in chosen["Answer"]
    assert chosen["Reason"] == "The explanation."
    assert "A book of tides, p. 4: “The moon pulls &lt;most&gt;.”" in chosen["Sources"]
    assert "12.5 m" in by_stem[False]["Answer"]
    assert media == {}, "a picture of another course is not handed out"


async def test_a_picture_of_the_question_comes_along(product, school, tmp_path):
    objects = MemoryObjects()
    course = await make_course(
        product, school.teacher, PlannedLesson(questions=[choice()]), is_published=False
    )
    files = await store_files(objects, {"original": NewFile(PNG, "image/png")})
    async with product.unit_of_work(school.teacher) as work:
        asset_id = await record_asset(
            work, files, kind=AssetKind.IMAGE, filename="moon.png", course_id=course.id, manifest={}
        )
    pictured = choice(pictures=[Picture(asset_id=asset_id, alt="The moon", width=10, height=10)])
    await act(
        product,
        school.teacher,
        change_question,
        course.lessons[0].question_ids[0],
        content=pictured,
    )
    await publish(product, school.teacher, course.id)
    await act(product, school.ana, enrol, course.id)
    queue = await studied_once(product, school.ana, course, pictured)
    file = await ask(product, school.ana, export_cards, objects)
    [note], media = opened(file.content, tmp_path)
    assert media == {f"{asset_id}.png": PNG}
    assert f'<img src="{asset_id}.png">' in note["Question"]
    assert note["guid"] == str(queue.cards[0].id), "taken in again, it takes its own place"


async def studied_once(product, learner, course, question):
    lesson = course.lessons[0]
    attempt = await act(product, learner, start_attempt, lesson.id, lesson.quiz_id)
    version_id = attempt.question_version_ids[0]
    await act(product, learner, answer_question, attempt.id, version_id, answer=wrong(question))
    return await ask(product, learner, get_queue)


async def test_what_was_put_away_stays_here_and_nothing_is_no_package(product, studied, tmp_path):
    objects = MemoryObjects()
    file = await ask(product, studied.ana, export_cards, objects)
    assert len(opened(file.content, tmp_path)[0]) == 2
    for card in (await ask(product, studied.ana, get_queue, is_ahead=True)).cards:
        await act(product, studied.ana, put_away, card.id, is_put_away=True)
    with pytest.raises(NothingToExport):
        await ask(product, studied.ana, export_cards, objects)
