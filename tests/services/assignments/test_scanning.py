"""The job that looks for malware in what was handed in."""

from types import SimpleNamespace
from typing import Any

import pytest

from alp_app.jobspecs.assignments import ScanFile
from alp_app.models.grading import ScanState
from alp_app.models.job import JobState
from alp_app.services.assignments.access import file_to_open
from alp_app.services.assignments.errors import SubmittedFileNotFound
from alp_app.services.assignments.files import remove_file
from alp_app.services.assignments.submitting import submit
from jobs.assignments import scan_file
from providers.fakes.scanning import EICAR, SIGNATURE, FakeScanner
from tests.jobs.workshop import Workshop


@pytest.fixture
def workshop(desk, stack) -> Workshop:
    return Workshop(
        sessions=desk.room.product.sessions,
        database_url=stack.database_url,
        actor=desk.room.teacher,
        objects=desk.objects,
        providers=SimpleNamespace(scanner=FakeScanner()),
        handlers={ScanFile: scan_file},
    )


async def hand_in(desk, tmp_path, content: bytes) -> Any:
    path = tmp_path / "report.bin"
    path.write_bytes(content)
    file = await desk.add_file(desk.ana, path, has_scanner=True)
    await desk.do(desk.ana, submit, desk.id, attempt=1)
    return file


async def scan_of(desk) -> tuple[ScanState, bool]:
    """What the scanner said, and whether the learner can open the file now."""
    [submitted] = (await desk.work(desk.ana)).submitted
    return submitted.files[0].scan, bool(submitted.files[0].href)


async def test_a_clean_file_can_be_opened_once_it_was_scanned(desk, workshop, tmp_path):
    file = await hand_in(desk, tmp_path, b"Measured 180 bar.")
    assert await scan_of(desk) == (ScanState.PENDING, False)
    await workshop.drain()
    assert await scan_of(desk) == (ScanState.CLEAN, True)
    assert (await desk.ask(desk.room.teacher, file_to_open, file.id)).filename == "report.bin"


async def test_a_file_with_malware_is_locked_away_for_everybody(desk, workshop, tmp_path):
    file = await hand_in(desk, tmp_path, b"harmless " + EICAR)
    await workshop.drain()
    assert await scan_of(desk) == (ScanState.QUARANTINED, False)
    for actor in (desk.ana, desk.room.teacher):
        with pytest.raises(SubmittedFileNotFound):
            await desk.ask(actor, file_to_open, file.id)
    [(signature,)] = await workshop.execute("SELECT signature FROM submission_file")
    assert signature == SIGNATURE


async def test_a_file_that_the_scanner_refuses_is_never_opened(desk, workshop, tmp_path):
    workshop.providers = SimpleNamespace(scanner=FakeScanner(most_bytes=10))
    await hand_in(desk, tmp_path, b"more than ten bytes")
    await workshop.drain()
    assert await scan_of(desk) == (ScanState.PENDING, False)
    [(state,)] = await workshop.execute("SELECT state FROM job")
    assert state == JobState.FAILED


async def test_a_file_that_was_taken_out_meanwhile_is_not_looked_for(desk, workshop, tmp_path):
    path = tmp_path / "report.bin"
    path.write_bytes(b"Measured 180 bar.")
    file = await desk.add_file(desk.ana, path, has_scanner=True)
    await desk.do(desk.ana, remove_file, file.id)
    await workshop.drain()
    [(state,)] = await workshop.execute("SELECT state FROM job")
    assert state == JobState.DONE
