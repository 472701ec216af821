"""Files of learners: what they are by content, how many, how large, and whether they may be opened."""

import pytest

from alp_app.kit import clock
from alp_app.models.asset import Asset
from alp_app.models.grading import ScanState
from alp_app.services.assignments import errors
from alp_app.services.assignments.access import file_to_open
from alp_app.services.assignments.files import keep_verdict, key_to_scan, remove_file
from alp_app.services.assignments.submitting import submit
from providers.contracts.scanner import Verdict
from tests.services.assignments.conftest import give

CLEAN = Verdict(engine="test 1")
BAD = Verdict(engine="test 1", signature="Something")


@pytest.fixture
def report(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(b"%PDF-1.7\nnot much of one")
    return path


async def test_a_file_alone_can_be_handed_in_and_opened_by_both_sides(desk, report):
    file = await desk.add_file(desk.ana, report)
    assert (file.media_type, file.scan) == ("application/pdf", ScanState.NOT_SCANNED)
    await desk.do(desk.ana, submit, desk.id, attempt=1)
    for actor in (desk.ana, desk.room.teacher):
        served = await desk.ask(actor, file_to_open, file.id)
        assert (served.filename, served.media_type) == ("report.pdf", "application/pdf")
    for actor in (desk.ben, desk.room.colleague.actor):
        with pytest.raises(errors.SubmittedFileNotFound):
            await desk.ask(actor, file_to_open, file.id)


async def test_a_draft_s_file_is_not_shown_to_the_teacher(desk, report):
    file = await desk.add_file(desk.ana, report)
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.ask(desk.room.teacher, file_to_open, file.id)


@pytest.mark.parametrize("actor", ["ana", "teacher"])
async def test_a_file_that_waits_for_the_scanner_or_is_bad_is_never_opened(desk, report, actor):
    who = desk.ana if actor == "ana" else desk.room.teacher
    file = await desk.add_file(desk.ana, report, has_scanner=True)
    await desk.do(desk.ana, submit, desk.id, attempt=1)
    assert (file.scan, file.href) == (ScanState.PENDING, "")
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.ask(who, file_to_open, file.id)
    await desk.do(who, keep_verdict, file.id, BAD)
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.ask(who, file_to_open, file.id)
    [submitted] = (await desk.work(desk.ana)).submitted
    assert (submitted.files[0].scan, submitted.files[0].href) == (ScanState.QUARANTINED, "")
    await desk.do(who, keep_verdict, file.id, CLEAN)
    assert (await desk.ask(who, file_to_open, file.id)).filename == "report.pdf"


async def test_each_file_that_must_be_looked_at_is_asked_for_once(desk, report, queue):
    file = await desk.add_file(desk.ana, report, has_scanner=True)
    assert len(queue.announced) == 1
    key = await desk.ask(desk.ana, key_to_scan, file.id)
    assert await desk.objects.read(key) == report.read_bytes()


async def test_a_file_that_is_taken_out_is_gone(desk, report):
    file = await desk.add_file(desk.ana, report, has_scanner=True)
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.do(desk.ben, remove_file, file.id)
    await desk.do(desk.ana, remove_file, file.id)
    assert await desk.ask(desk.ana, key_to_scan, file.id) is None
    await desk.do(desk.ana, keep_verdict, file.id, BAD)
    async with desk.room.product.sessions() as session:
        assert await session.get(Asset, file.id) is None
    assert (await desk.work(desk.ana)).draft.files == ()


async def test_a_file_that_was_handed_in_stays(desk, report):
    file = await desk.add_file(desk.ana, report)
    await desk.do(desk.ana, submit, desk.id, attempt=1)
    with pytest.raises(errors.SubmittedFileNotFound):
        await desk.do(desk.ana, remove_file, file.id)


async def test_number_and_size_of_files_have_limits(room, report):
    desk = await give(room, files_most=1, file_megabytes_most=1)
    large = report.with_name("large.bin")
    large.write_bytes(b"x" * (1024 * 1024 + 1))
    with pytest.raises(errors.FileTooLarge):
        await desk.add_file(desk.ana, large)
    await desk.add_file(desk.ana, report)
    with pytest.raises(errors.TooManyFiles):
        await desk.add_file(desk.ana, report)


async def test_an_assignment_without_files_takes_none(room, report):
    desk = await give(room, allows_files=False, due_at=clock.now())
    with pytest.raises(errors.FilesNotAllowed):
        await desk.add_file(desk.ana, report)
