"""Files as answers in a test: what is taken, whose it is, when, and who may open it."""

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from alp_app.jobspecs.exams import ScanExamFile
from alp_app.kit.ids import ExamAttemptId
from alp_app.models.exams import AttemptState
from alp_app.models.grading import ScanState
from alp_app.security.actor import Actor
from alp_app.services.exams import errors, files
from alp_app.services.exams.access import file_to_open
from alp_app.services.exams.inputs import HandMarkInput
from alp_app.services.exams.marking import mark_by_hand
from alp_app.services.exams.mine import list_my_attempts
from alp_app.services.exams.queries import list_hand_answers
from alp_app.services.exams.sitting import set_break
from alp_app.services.exams.sitting_views import AnsweredFile
from alp_app.services.media.errors import FileEmpty
from jobs.exams import scan_exam_file
from providers.contracts.scanner import Verdict
from providers.fakes.objects import MemoryObjects
from providers.fakes.scanning import EICAR, FakeScanner
from tests.jobs.workshop import Workshop
from tests.services.assessment.questions import question
from tests.services.classes.conftest import Room
from tests.services.exams.conftest import Hall, set_exam, write
from tests.services.exams.test_sitting import allow
from tests.support.world import choice

HOUR = timedelta(hours=1)
MEBIBYTE = 1024 * 1024
PDF = b"%PDF-1.7\nnot much of one"


class Desk:
    """A test whose first and second questions ask for PDFs and whose third asks for none."""

    def __init__(self, hall: Hall, objects: MemoryObjects, folder: Path) -> None:
        self.hall, self.objects, self.folder = hall, objects, folder

    async def add(
        self,
        actor: Actor,
        attempt: ExamAttemptId,
        slot: int = 0,
        *,
        content: bytes = PDF,
        filename: str = "report.pdf",
        has_scanner: bool = False,
    ) -> AnsweredFile:
        path = self.folder / "arrived"
        path.write_bytes(content)
        return await self.hall.do(
            actor,
            files.add_file,
            self.objects,
            path,
            attempt,
            slot,
            filename=filename,
            has_scanner=has_scanner,
        )

    async def hand_in(self, **how: Any) -> tuple[ExamAttemptId, AnsweredFile]:
        """Ana's test with one file."""
        attempt = await self.hall.start(self.hall.ana)
        file = await self.add(self.hall.ana, attempt, **how)
        await self.hall.submit(self.hall.ana, attempt, write(0, naming(file)))
        return attempt, file

    async def opened(self, actor: Actor, file: AnsweredFile) -> bool:
        try:
            await self.hall.ask(actor, file_to_open, file.id)
        except errors.AnsweredFileNotFound:
            return False
        return True


def naming(*given: AnsweredFile) -> dict[str, Any]:
    return {"file_ids": [str(file.id) for file in given]}


@pytest.fixture
async def desk(room: Room, tmp_path: Path) -> Desk:
    small = question("file", extensions=["pdf"], most_megabytes=1, marking_notes="Look at page 2.")
    pair = question("file", most_files=2)
    hall = await set_exam(room, small, pair, choice(), feedback_when="submitted")
    return Desk(hall, MemoryObjects(), tmp_path)


async def test_a_file_is_the_answer_once_a_write_names_it(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    file = await desk.add(hall.ana, attempt)
    assert (await hall.sitting(hall.ana, attempt)).files == ()
    saved = await hall.save(hall.ana, attempt, write(0, naming(file)))
    assert saved.files == (file,)
    sitting = await hall.sitting(hall.ana, attempt)
    assert (sitting.slots[0].answer, sitting.files) == (naming(file), (file,))


async def test_a_later_write_replaces_the_file_whenever_the_earlier_one_comes(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    first, second = [await desk.add(hall.ana, attempt) for _ in range(2)]
    await hall.save(hall.ana, attempt, write(0, naming(second), sequence=2))
    saved = await hall.save(hall.ana, attempt, write(0, naming(first)))
    assert saved.files == (second,)


async def test_what_was_replaced_is_not_handed_in(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    first, second = [await desk.add(hall.ana, attempt) for _ in range(2)]
    await hall.save(hall.ana, attempt, write(0, naming(first)))
    receipt = await hall.submit(hall.ana, attempt, write(0, naming(second), sequence=2))
    assert await hall.submit(hall.ana, attempt, write(0, naming(first), sequence=3)) == receipt
    assert not await desk.opened(hall.ana, first)
    assert await desk.opened(hall.ana, second)
    [[assets]] = await hall.sql("SELECT count(*) FROM asset WHERE course_id IS NULL")
    assert assets == 1


@pytest.mark.parametrize("whose", ["another slot", "another learner", "another attempt"])
async def test_only_a_file_of_this_attempt_and_slot_can_be_named(desk: Desk, whose):
    hall = desk.hall
    await allow(hall, hall.ana, extra_attempts=1)
    attempt = await hall.start(hall.ana)
    if whose == "another slot":
        file = await desk.add(hall.ana, attempt, 1)
    elif whose == "another learner":
        file = await desk.add(hall.ben, await hall.start(hall.ben))
    else:
        file = await desk.add(hall.ana, attempt)
        await hall.submit(hall.ana, attempt, write(0, naming(file)))
        attempt = await hall.start(hall.ana)
    for send in (hall.save, hall.submit):
        with pytest.raises(errors.AnsweredFileNotFound):
            await send(hall.ana, attempt, write(0, naming(file)))


async def test_nobody_adds_a_file_to_the_attempt_of_another(desk: Desk):
    attempt = await desk.hall.start(desk.hall.ana)
    for actor in (desk.hall.ben, desk.hall.room.teacher):
        with pytest.raises(errors.AttemptNotFound):
            await desk.add(actor, attempt)


async def test_only_a_question_that_asks_for_files_takes_one(desk: Desk):
    attempt = await desk.hall.start(desk.hall.ana)
    with pytest.raises(errors.FilesNotAsked):
        await desk.add(desk.hall.ana, attempt, 2)
    with pytest.raises(errors.NotAsked):
        await desk.add(desk.hall.ana, attempt, 3)


async def test_an_answer_names_no_more_files_than_its_question_takes(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    three = [await desk.add(hall.ana, attempt, 1) for _ in range(3)]
    await hall.save(hall.ana, attempt, write(1, naming(*three[:2])))
    with pytest.raises(errors.TooManyFiles):
        await hall.save(hall.ana, attempt, write(1, naming(*three), sequence=2))


async def test_a_file_may_be_replaced_often_but_not_for_ever(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    file = await desk.add(hall.ana, attempt)
    await hall.sql(
        "INSERT INTO asset (id, organisation_id, kind, filename, maker, is_placeholder, manifest,"
        " created_at) SELECT gen_random_uuid(), organisation_id, kind, 'more', maker,"
        " is_placeholder, manifest, created_at FROM asset, generate_series(2, :most)"
        " WHERE filename = 'report.pdf'",
        most=files.MOST_TRIES,
    )
    await hall.sql(
        "INSERT INTO exam_file (id, organisation_id, attempt_id, slot, asset_id, scan, signature,"
        " scanned_by, added_at) SELECT gen_random_uuid(), a.organisation_id, :attempt, 0, a.id,"
        " 'clean', '', '', created_at FROM asset a WHERE filename = 'more'",
        attempt=attempt,
    )
    with pytest.raises(errors.TooManyTries):
        await desk.add(hall.ana, attempt)
    await hall.submit(hall.ana, attempt, write(0, naming(file)))
    assert await desk.opened(hall.ana, file)


@pytest.mark.parametrize(
    ("filename", "content", "refusal"),
    [
        ("report.docx", PDF, errors.FileKindRefused),
        ("report", PDF, errors.FileKindRefused),
        ("report.pdf", b"MZ\x90 a program", errors.FileKindRefused),
        ("report.pdf", PDF + b" " * MEBIBYTE, errors.FileTooLarge),
        ("report.pdf", b"", FileEmpty),
    ],
)
async def test_a_file_must_be_what_its_question_takes(desk: Desk, filename, content, refusal):
    attempt = await desk.hall.start(desk.hall.ana)
    with pytest.raises(refusal):
        await desk.add(desk.hall.ana, attempt, filename=filename, content=content)
    assert await desk.hall.sql("SELECT * FROM exam_file") == []


async def test_endings_are_read_in_any_case(desk: Desk):
    attempt = await desk.hall.start(desk.hall.ana)
    file = await desk.add(desk.hall.ana, attempt, filename="REPORT.PDF")
    assert (file.filename, file.media_type) == ("REPORT.PDF", "application/pdf")


async def test_nothing_is_taken_after_the_deadline(desk: Desk):
    attempt = await desk.hall.start(desk.hall.ana)
    await desk.hall.turn_clock(attempt, HOUR)
    with pytest.raises(errors.TimeIsUp):
        await desk.add(desk.hall.ana, attempt)


async def test_nothing_is_taken_once_the_test_is_handed_in(desk: Desk):
    attempt, _ = await desk.hand_in()
    with pytest.raises(errors.HandedIn):
        await desk.add(desk.hall.ana, attempt)


async def test_nothing_is_taken_on_a_break(desk: Desk):
    hall = desk.hall
    await allow(hall, hall.ana, break_minutes=5)
    attempt = await hall.start(hall.ana)
    await hall.do(hall.ana, set_break, attempt, is_on=True)
    with pytest.raises(errors.OnBreak):
        await desk.add(hall.ana, attempt)


async def test_nothing_is_taken_for_a_final_answer(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    await hall.save(hall.ana, attempt, write(0, None, is_final=True))
    with pytest.raises(errors.AnswerFinal):
        await desk.add(hall.ana, attempt)


async def test_only_its_learner_and_then_the_teachers_of_the_class_open_a_file(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    file = await desk.add(hall.ana, attempt)
    assert await desk.opened(hall.ana, file)
    assert not await desk.opened(hall.room.teacher, file)
    await hall.submit(hall.ana, attempt, write(0, naming(file)))
    assert await desk.opened(hall.room.teacher, file)
    for other in (hall.ben, hall.room.colleague.actor):
        assert not await desk.opened(other, file)


@pytest.fixture
def workshop(desk: Desk, stack) -> Workshop:
    return Workshop(
        sessions=desk.hall.room.product.sessions,
        database_url=stack.database_url,
        actor=desk.hall.room.teacher,
        objects=desk.objects,
        providers=SimpleNamespace(scanner=FakeScanner()),
        handlers={ScanExamFile: scan_exam_file},
    )


@pytest.mark.parametrize(
    ("content", "scan", "is_served"),
    [(PDF, ScanState.CLEAN, True), (PDF + EICAR, ScanState.QUARANTINED, False)],
)
async def test_a_file_is_opened_only_when_it_was_found_clean(
    desk: Desk, workshop: Workshop, content, scan, is_served
):
    hall = desk.hall
    attempt, file = await desk.hand_in(content=content, has_scanner=True)
    assert (file.scan, file.href) == (ScanState.PENDING, "")
    everyone = (hall.ana, hall.room.teacher)
    assert [await desk.opened(actor, file) for actor in everyone] == [False, False]
    await workshop.drain()
    assert [await desk.opened(actor, file) for actor in everyone] == [is_served, is_served]
    [answer] = await hall.ask(hall.room.teacher, list_hand_answers, hall.id)
    review = await hall.review(hall.ana, attempt)
    for shown in (*answer.files, *review.slots[0].files):
        assert (shown.scan, bool(shown.href)) == (scan, is_served)


async def test_a_verdict_on_a_file_that_was_replaced_is_nothing(desk: Desk):
    hall = desk.hall
    attempt = await hall.start(hall.ana)
    file = await desk.add(hall.ana, attempt, has_scanner=True)
    await hall.submit(hall.ana, attempt)
    assert await hall.ask(hall.ana, files.key_to_scan, file.id) is None
    await hall.do(hall.ana, files.keep_verdict, file.id, Verdict(engine="test 1"))


async def test_a_person_marks_it_and_until_then_there_is_no_score(desk: Desk):
    hall = desk.hall
    attempt, file = await desk.hand_in()
    review = await hall.review(hall.ana, attempt)
    assert review.attempt.state is AttemptState.WAITING
    assert review.slots[0].files == (file,)
    assert all(each.files == () for each in review.slots[1:])
    [answer] = await hall.ask(hall.room.teacher, list_hand_answers, hall.id)
    assert (answer.files, answer.text) == ((file,), "")
    assert answer.marking_notes == "Look at page 2."
    inputs = HandMarkInput.model_validate({"points": "1.5"})
    await hall.do(hall.room.teacher, mark_by_hand, attempt, 0, inputs=inputs)
    assert (await hall.review(hall.ana, attempt)).attempt.points == "1.5"


async def test_a_learner_s_own_data_name_the_files(desk: Desk):
    _, file = await desk.hand_in()
    [mine] = await desk.hall.ask(desk.hall.ana, list_my_attempts)
    assert mine.files == (file,)
