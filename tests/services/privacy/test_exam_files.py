"""Files that answer questions of tests: in a download, erased with their learner, kept as long as due."""

import json
import zipfile
from datetime import timedelta

import pytest
from sqlmodel import col, func, select

from alp_app.kit import clock
from alp_app.models.asset import Asset
from alp_app.models.privacy import RetentionKind
from alp_app.security.actor import Role
from tests.services.exams.test_files import PDF, Desk, desk
from tests.services.privacy.conftest import workshop_of
from tests.services.privacy.test_erasing import BY_NAME, erase
from tests.services.privacy.test_exporting import export_of
from tests.services.privacy.test_retention import keep, run
from tests.support.people import make_person

__all__ = ["desk"]


@pytest.fixture
def worker(desk: Desk, stack):
    return workshop_of(desk.hall.room.product, stack, desk.hall.room.teacher, desk.objects)


async def left(desk: Desk) -> int:
    async with desk.hall.room.product.sessions() as session:
        files = select(func.count()).where(col(Asset.filename) == "report.pdf")
        return await session.scalar(files)


async def test_a_download_holds_the_file_and_names_it(desk: Desk, worker):
    await desk.hand_in()
    archive: zipfile.ZipFile = await export_of(desk.hall.room.product, worker, desk.hall.ana)
    [path] = [name for name in archive.namelist() if name.startswith("files/")]
    assert archive.read(path) == PDF
    assert "report.pdf" in json.dumps(json.loads(archive.read("data/exams.json")))


async def test_an_erasure_leaves_nothing_of_it(desk: Desk, worker):
    await desk.hand_in()
    await erase(desk.hall.room.product, desk.hall.ana, BY_NAME)
    await worker.drain()
    assert await left(desk) == 0
    assert await desk.hall.sql("SELECT * FROM exam_file") == []


@pytest.mark.parametrize(
    ("kind", "scan", "is_gone"),
    [
        (RetentionKind.UPLOADS, "clean", False),
        (RetentionKind.UPLOADS, "quarantined", True),
        (RetentionKind.WORK, "clean", True),
    ],
)
async def test_it_is_kept_like_other_work_and_bad_ones_only_like_uploads(
    desk: Desk, worker, *, kind, scan, is_gone
):
    hall = desk.hall
    await desk.hand_in()
    ago = clock.now() - timedelta(days=100)
    await hall.sql("UPDATE asset SET created_at = :ago", ago=ago)
    await hall.sql("UPDATE exam_file SET added_at = :ago, scan = :scan", ago=ago, scan=scan)
    await hall.sql("UPDATE classroom SET archived_at = :ago", ago=ago)
    admin = (await make_person(hall.room.product, hall.room.visitor, Role.ADMIN)).actor
    await keep(hall.room.product, admin, kind, 30)
    await run(worker)
    assert await left(desk) == (0 if is_gone else 1)
