"""Journey: large files arrive as they are, though the line breaks, the server dies and the page is left."""

import hashlib
import os
import re
from pathlib import Path
from secrets import token_bytes
from signal import SIGKILL

import pytest
from playwright.sync_api import Locator, Request, expect

from tests.e2e.campus import Campus, Person
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(420)]

TITLE = "Film of the repair"
MEBIBYTE = 1024 * 1024
FILM_BYTES = 60 * MEBIBYTE
SLOWLY = 6 * MEBIBYTE
"""Bytes a second that leave the browser."""
AGAIN_MILLISECONDS = 180_000
HALF = re.compile(r"^(2[4-9]|3\d)(\.\d)? of 60 MB$")


def test_a_large_file_goes_on_where_it_was_when_the_server_comes_back(
    campus: Campus, visit: Visit, film: Path
):
    amara = campus.add_person()
    learner = visit(campus, amara)
    _open_assignment(campus, learner, amara)
    line = Line(learner)
    row = _send_half(learner, film)
    os.kill(campus.web_pid(), SIGKILL)
    expect(row).to_contain_text("Waiting for the connection")
    _expect_handed(campus, learner, amara, film)
    assert line.offsets.count(0) == 1
    assert line.offsets == sorted(line.offsets)


def test_a_large_file_goes_on_after_a_pause_a_lost_line_and_a_reload(
    campus: Campus, visit: Visit, film: Path
):
    amara = campus.add_person()
    learner = visit(campus, amara)
    _open_assignment(campus, learner, amara)
    line = Line(learner)
    row = _send_half(learner, film)
    line.cut()
    expect(row).to_contain_text("Waiting for the connection")
    line.join()
    learner.press(f"Pause {film.name}")
    expect(row).to_contain_text("Paused.")
    learner.press(f"Go on with {film.name}")
    expect(row.get_by_role("button", name="Pause")).to_be_visible()
    assert line.offsets.count(0) == 1
    safe = max(line.offsets)
    line.offsets.clear()
    learner.page.reload()
    expect(row).to_contain_text("Choose this file again to go on at ")
    learner.page.get_by_label("Add files").set_input_files(film)
    expect(row).to_have_count(1)
    _expect_handed(campus, learner, amara, film)
    assert line.offsets[0] >= safe > 0


@pytest.mark.parametrize("is_left", [False, True])
def test_what_is_given_up_leaves_nothing_to_go_on_with(
    campus: Campus, visit: Visit, film: Path, *, is_left: bool
):
    amara = campus.add_person()
    learner = visit(campus, amara)
    _open_assignment(campus, learner, amara)
    Line(learner)
    row = _send_half(learner, film)
    if is_left:
        learner.page.reload()
    with learner.page.expect_response(lambda answer: answer.request.method == "DELETE"):
        learner.press(f"{'Discard what arrived of' if is_left else 'Cancel'} {film.name}")
    expect(row).to_have_count(0)
    mine = "SELECT count(*) FROM upload JOIN user_account u ON u.id = user_id WHERE email = %s"
    assert campus.count(mine, amara.email) == 0
    learner.page.reload()
    expect(learner.page.get_by_label("Add files")).to_be_attached()
    expect(row).to_have_count(0)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "repair.bin"
    path.write_bytes(token_bytes(FILM_BYTES))
    return path


class Line:
    """A slow line from a page to the school."""

    def __init__(self, learner: Visitor) -> None:
        self.offsets: list[int] = []
        """Where each request that brought bytes began."""
        self._session = learner.context.new_cdp_session(learner.page)
        self._session.send("Network.enable")
        self.join()
        learner.page.on("request", self._note)

    def cut(self) -> None:
        self._emulate(is_offline=True)

    def join(self) -> None:
        self._emulate(is_offline=False)

    def _emulate(self, *, is_offline: bool) -> None:
        speed = {"latency": 5, "downloadThroughput": -1, "uploadThroughput": SLOWLY}
        self._session.send("Network.emulateNetworkConditions", {"offline": is_offline, **speed})

    def _note(self, request: Request) -> None:
        if request.method == "PATCH":
            self.offsets.append(int(request.headers["upload-offset"]))


def _open_assignment(campus: Campus, learner: Visitor, person: Person) -> None:
    with campus.api() as owner:
        [course] = campus.records("SELECT id FROM course ORDER BY id LIMIT 1")
        room = owner.post("/classes", json={"name": "D4", "course_id": str(course["id"])}).json()
        joining = {"email": person.email, "role": "learner"}
        owner.post(f"/classes/{room['id']}/members", json=joining)
        task = {"title": TITLE, "instructions": "Film it.", "file_megabytes_most": 100}
        made = owner.post(f"/classes/{room['id']}/assignments", json=task).json()
        owner.post(f"/assignments/{made['id']}/publish")
    learner.open(f"/assignments/{made['id']}", TITLE)


def _send_half(learner: Visitor, film: Path) -> Locator:
    """Add the file, and wait until about half of it has arrived; its row."""
    learner.page.get_by_label("Add files").set_input_files(film)
    row = learner.main.locator(".upload")
    expect(row.get_by_text(HALF)).to_be_visible(timeout=AGAIN_MILLISECONDS)
    return row


def _expect_handed(campus: Campus, learner: Visitor, person: Person, film: Path) -> None:
    """The file is with the learner's draft, byte for byte."""
    shown = learner.main.get_by_role("link", name=film.name)
    expect(shown).to_be_visible(timeout=AGAIN_MILLISECONDS)
    with campus.api(person) as program:
        content = program.get(f"{campus.address}{shown.get_attribute('href')}").content
    assert hashlib.sha256(content).digest() == hashlib.sha256(film.read_bytes()).digest()
