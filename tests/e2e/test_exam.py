"""Journey: a class takes a test; one goes offline, one has more time, the server is started again."""

from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from alp_app.local import ports
from tests.e2e import examining
from tests.e2e.campus import OWNER, Campus, claim
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor
from tests.support.school import running_school

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("exam"), pytest.mark.timeout(900)]

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}
FILE = {
    "type": "file",
    "stem": "Hand in your measurements.",
    "extensions": ["pdf", "txt"],
    "marking_notes": "At least three.",
}
DISCONNECTED = "net::ERR_INTERNET_DISCONNECTED"
"""What a browser says of each try while its network is off."""
PATIENCE_SECONDS = 240
"""The clock is looked at once a minute."""


def test_a_test_is_taken_offline_across_a_restart_and_against_the_clock(
    tmp_path: Path, visit: Visit
):
    home = tmp_path / "home"
    port = str(ports.choose(taken=()))
    with running_school(home, "--port", port) as school:
        claim(school.setup_link, OWNER)
        campus = Campus(school)
        lost, slow, gone = (campus.add_person() for _ in range(3))
        room = examining.set_exam(campus, (lost, slow, gone))
        examining.give_more_time(campus, room, slow, percent=50)
        away, patient, absent = (visit(campus, person) for person in (lost, slow, gone))
        for visitor in (away, patient, absent):
            examining.begin(visitor.page, room)

        # One has more time.
        minutes = {
            visitor: int(visitor.page.get_by_role("timer").inner_text().split()[-1].split(":")[0])
            for visitor in (away, patient)
        }
        assert minutes[away] <= 30
        assert minutes[patient] >= 40

        # One goes offline in the middle and comes back.
        examining.pick(away.page, 1, "Right 1")
        expect(away.page.get_by_text("Saved")).to_be_visible()
        away.context.set_offline(True)
        examining.pick(away.page, 2, "Right 2")
        expect(away.page.get_by_text("Offline, 1 waiting")).to_be_visible()
        away.context.set_offline(False)
        expect(away.page.get_by_text("Saved")).to_be_visible()
        assert examining.takers(campus, room)[lost.name]["answered"] == 2

        # The time of one is over while nobody looks.
        examining.pick(absent.page, 1, "Right 1")
        expect(absent.page.get_by_text("Saved")).to_be_visible()
        absent.page.close()

    # The server is started again, and meanwhile somebody goes on.
    examining.pick(away.page, 3, "Right 3")
    expect(away.page.get_by_text("Offline, 1 waiting")).to_be_visible()
    with running_school(home, "--port", port) as school:
        campus = Campus(school)
        expect(away.page.get_by_text("Saved")).to_be_visible()
        examining.question(away.page, 4).get_by_role("textbox").fill("4")
        examining.hand_in(away.page)
        receipt = away.page.locator(".exam-receipt-code").inner_text()

        campus.records(
            "UPDATE exam_attempt SET deadline_at = deadline_at - interval '1 hour'"
            " WHERE user_id = (SELECT id FROM user_account WHERE email = %s) RETURNING id",
            gone.email,
        )
        patient.page.reload()
        expect(examining.question(patient.page, 1)).to_be_visible()
        examining.hand_in(patient.page)

        until = monotonic() + PATIENCE_SECONDS
        while (found := examining.takers(campus, room))[gone.name]["state"] == "open":
            assert monotonic() < until, "nobody handed in what was overdue"
            sleep(2)
        assert found[gone.name]["is_automatic"]
        marks = {each: found[each.name]["mark"] for each in (lost, slow, gone)}
        assert marks == {lost: "8", slow: "0", gone: "2"}

        away.open(f"/tests/{room.exam_id}", "Engines")
        expect(away.page.get_by_text(receipt)).to_be_visible()
        away.page.get_by_role("link", name="Look at it").click()
        expect(away.page.get_by_text("8 of 8 points")).to_be_visible()


def test_a_file_is_given_on_a_phone_and_marked_by_the_teacher(
    campus: Campus, visit: Visit, tmp_path: Path
):
    report = tmp_path / "measured.txt"
    report.write_bytes(b"180 bar, 181 bar, 179 bar")
    picture = tmp_path / "measured.png"
    picture.write_bytes(b"no measurements")
    learner = campus.add_person()
    room = examining.set_exam(campus, [learner], [FILE, FILE], feedback_when="submitted")
    phone = visit(campus, learner, **PHONE)
    examining.begin(phone.page, room)
    asked = examining.question(phone.page, 1)

    # What the question does not take is refused before it is sent.
    _choose(phone, 1, picture)
    expect(asked.get_by_role("alert")).to_contain_text("Only .pdf, .txt")
    asked.get_by_role("button", name="Take out measured.png").tap()

    # Without a connection the choice waits, and is the answer once it has arrived.
    phone.context.set_offline(True)
    _choose(phone, 1, report)
    expect(asked.get_by_text("Waiting for the connection")).to_be_visible()
    phone.page.get_by_role("button", name="Hand in", exact=True).first.tap()
    dialog = phone.page.get_by_role("dialog")
    expect(dialog).to_contain_text("A file is still being sent.")
    expect(dialog.get_by_role("button", name="Hand in", exact=True)).to_be_disabled()
    dialog.get_by_role("button", name="Go on").tap()
    phone.context.set_offline(False)
    expect(asked.get_by_role("link", name="measured.txt")).to_be_visible()
    expect(phone.page.get_by_text("Saved")).to_be_visible()
    phone.page.reload()
    expect(asked.get_by_role("link", name="measured.txt")).to_be_visible()
    assert phone.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    examining.hand_in(phone.page)

    teacher = visit(campus, OWNER)
    teacher.open(f"/tests/{room.exam_id}/results", "Engines")
    teacher.page.get_by_role("tab", name="Mark by hand").click()
    expect(teacher.main.get_by_text("At least three.")).to_be_visible()
    opened = teacher.page.request.get(
        str(teacher.main.get_by_role("link", name="measured.txt").get_attribute("href"))
    )
    assert (opened.status, opened.body()) == (200, report.read_bytes())
    teacher.page.get_by_label("Points, up to 2").fill("1.5")
    teacher.press("Save, next")
    expect(teacher.page.get_by_text("Everything is marked.")).to_be_visible()

    phone.open(f"/tests/{room.exam_id}", "Engines")
    phone.page.get_by_role("link", name="Look at it").tap()
    expect(phone.main.get_by_text("1.5 of 4 points")).to_be_visible()
    expect(phone.main.get_by_role("link", name="measured.txt")).to_be_visible()
    complaints = phone.complaints + teacher.complaints
    assert [each for each in complaints if DISCONNECTED not in each] == []


def _choose(visitor: Visitor, number: int, path: Path) -> None:
    asked = examining.question(visitor.page, number)
    with visitor.page.expect_file_chooser() as chooser:
        asked.get_by_label("Add a file", exact=True).tap()
    chooser.value.set_files(path)
