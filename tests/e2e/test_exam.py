"""Journey: a class takes a test; one goes offline, one has more time, the server is started again."""

from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from alp_app.local import ports
from tests.e2e import examining
from tests.e2e.campus import OWNER, Campus, claim
from tests.e2e.conftest import Visit
from tests.support.school import running_school

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("exam"), pytest.mark.timeout(900)]

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
