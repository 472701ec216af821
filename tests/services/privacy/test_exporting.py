"""The download of everything: whole, readable without a network, and nothing in it that is not to be seen."""

import io
import json
import re
import zipfile
from datetime import timedelta

import pytest

from alp_app.kit import clock
from alp_app.services.assignments.inputs import MarkInput
from alp_app.services.assignments.marking import release_grades, save_mark
from alp_app.services.privacy.access import file_to_open
from alp_app.services.privacy.errors import ExportNotFound
from alp_app.services.privacy.exporting import request_export
from alp_app.services.privacy.portions import PORTIONS
from alp_app.services.privacy.queries import get_my_data
from providers.fakes.objects import MemoryObjects
from tests.services.exams.conftest import set_exam
from tests.services.privacy.conftest import workshop_of
from tests.support.world import act, ask

SECRET = "Nobody may read this yet."  # noqa: S105 - a teacher's note


async def export_of(product, workshop, actor) -> zipfile.ZipFile:
    await act(product, actor, request_export)
    await workshop.drain()
    export = (await ask(product, actor, get_my_data)).export
    found = await ask(product, actor, file_to_open, export.id)
    return zipfile.ZipFile(io.BytesIO(await workshop.objects.read(found.key)))


def everything(archive: zipfile.ZipFile) -> str:
    return (
        "\n".join(
            archive.read(name).decode() for name in archive.namelist() if name.startswith("data/")
        )
        + archive.read("index.html").decode()
    )


async def test_it_holds_every_portion_as_json_the_page_and_the_files(desk, desk_workshop, tmp_path):
    path = tmp_path / "Mes: läuft?.txt"
    path.write_bytes(b"Measured 180 bar.")
    await desk.add_file(desk.ana, path)
    await desk.hand_in(desk.ana)
    archive = await export_of(desk.room.product, desk_workshop, desk.ana)
    names = archive.namelist()
    assert {f"data/{portion.name}.json" for portion in PORTIONS} | {"index.html"} < set(names)
    [file] = [name for name in names if name.startswith("files/")]
    assert archive.read(file) == b"Measured 180 bar."
    [work] = json.loads(archive.read("data/assignments.json"))
    assert work["submissions"][0]["text"] == "The nozzle leaked."
    page = archive.read("index.html").decode()
    assert "The nozzle leaked." in page
    assert "Ana" in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)


async def test_a_mark_is_in_it_from_its_release_on(desk, desk_workshop):
    receipt = await desk.hand_in(desk.ana)
    marks = MarkInput.model_validate({"points": 7, "comment": SECRET})
    await desk.do(desk.room.teacher, save_mark, receipt.submission_id, inputs=marks)
    product = desk.room.product
    before = await export_of(product, desk_workshop, desk.ana)
    assert SECRET not in everything(before)
    [grade] = json.loads(before.read("data/grades.json"))
    assert grade["points"] is None
    await desk.do(desk.room.teacher, release_grades, desk.id)
    after = await export_of(product, desk_workshop, desk.ana)
    assert SECRET in everything(after)
    [grade] = json.loads(after.read("data/grades.json"))
    assert float(grade["points"]) == 7


async def test_nobody_else_is_named_in_it(desk, desk_workshop):
    await desk.hand_in(desk.ana)
    await desk.hand_in(desk.ben)
    archive = await export_of(desk.room.product, desk_workshop, desk.ana)
    said = everything(archive)
    assert not re.search(r"\bBen\b", said)
    assert "instructor person" not in said
    assert str(desk.ben.user_id) not in said
    assert str(desk.room.teacher.user_id) not in said


async def test_keys_of_a_test_are_not_in_it_while_the_test_runs(room, stack):
    hall = await set_exam(room, feedback_when="closed", feedback=["score", "verdicts", "key"],
                          closes_at=clock.now() + timedelta(hours=1))  # fmt: skip
    await hall.take(hall.ana, right=1)
    workshop = workshop_of(room.product, stack, room.teacher, MemoryObjects())
    archive = await export_of(room.product, workshop, hall.ana)
    attempts = json.loads(archive.read("data/exams.json"))
    [attempt] = [each for each in attempts if "answers" in each]
    assert attempt["slots"] == []
    assert attempt["attempt"]["points"] == ""
    assert any(attempt["answers"])
    assert "Reason right" not in everything(archive)
    assert "is_correct" not in everything(archive)


async def test_asked_twice_it_is_prepared_once(desk, desk_workshop):
    product = desk.room.product
    first = await act(product, desk.ana, request_export)
    again = await act(product, desk.ana, request_export)
    assert first.id == again.id
    await desk_workshop.drain()
    ready = (await ask(product, desk.ana, get_my_data)).export
    assert ready.file_href.endswith(str(first.id))
    third = await act(product, desk.ana, request_export)
    assert third.id != first.id
    with pytest.raises(ExportNotFound):
        await ask(product, desk.ana, file_to_open, first.id)


async def test_only_its_owner_fetches_it_and_only_in_time(desk, desk_workshop):
    product = desk.room.product
    export = await act(product, desk.ana, request_export)
    with pytest.raises(ExportNotFound):
        await ask(product, desk.ana, file_to_open, export.id)
    await desk_workshop.drain()
    for other in (desk.ben, desk.room.teacher):
        with pytest.raises(ExportNotFound):
            await ask(product, other, file_to_open, export.id)
    await ask(product, desk.ana, file_to_open, export.id)
    await desk_workshop.execute("UPDATE data_export SET expires_at = clock_timestamp()")
    with pytest.raises(ExportNotFound):
        await ask(product, desk.ana, file_to_open, export.id)
