"""Journey: the disk fills up. Reading goes on, writing is refused in words, and room heals everything."""

import os
import subprocess
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e import authoring
from tests.e2e.campus import OWNER, Campus, running_campus
from tests.e2e.conftest import Visit
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("disk"), pytest.mark.timeout(600)]

NO_ROOM = "The server has no room left."
HEALING_MILLISECONDS = 150_000
"""The embedded store looks only once a minute whether there is room again."""
SIGN_INS = 300
"""Each writes a few rows: more than fit into what the database has set aside."""


@pytest.fixture
def disk(tmp_path: Path) -> Generator[Path]:
    """A small disk of its own, where the machine lets us mount one."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ("mount", "-t", "tmpfs", "-o", "size=640m", "tmpfs", str(place))
    if subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("this machine lets nobody mount a disk")
    yield place
    unmount = ("umount", "--lazy", str(place))
    subprocess.run(unmount, check=True)


def test_a_full_disk_stops_only_what_writes(disk: Path, visit: Visit, tmp_path: Path):
    with running_campus(disk / "home") as campus:
        author = visit(campus, campus.add_person(Role.INSTRUCTOR))
        author.open("/studio/new", "New course")
        notes = tmp_path / "notes.md"
        notes.write_text("# Tides\n\nThe moon pulls the sea.\n")
        filler = disk / "filler"

        with _full(filler):
            author.page.get_by_label("Choose files").set_input_files(notes)
            row = authoring.uploads(author.page)
            expect(row.get_by_role("alert")).to_contain_text(NO_ROOM)
            assert campus.count("SELECT count(*) FROM source") == 0
            assert list(campus.temporary.glob("alp-upload-*")) == []
            assert _until_refused(campus, filler) in (503, 507)
            assert httpx.get(f"{campus.address}/api/v1/courses").status_code == 200
            assert httpx.get(f"{campus.address}/courses").status_code == 200

        expect(row.get_by_role("alert")).to_be_visible()
        row.get_by_role("button", name="Try again").click()
        expect(row).to_contain_text("eceived", timeout=HEALING_MILLISECONDS)
        author.open("/courses", "Catalogue")


@contextmanager
def _full(filler: Path) -> Generator[None]:
    """All room there is belongs to the file `filler`, until the block ends."""
    take_all(filler)
    try:
        yield
    finally:
        filler.unlink()


def take_all(filler: Path) -> None:
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 24, 1 << 16, 1 << 12, 1):
            with suppress(OSError):
                while True:
                    os.write(file.fileno(), bytes(size))


def _until_refused(campus: Campus, filler: Path) -> int:
    """Sign in again and again until the database finds no room either; the status of that answer."""
    credentials = {"email": OWNER.email, "password": PASSWORD}
    for _ in range(SIGN_INS):
        take_all(filler)
        answer = httpx.post(f"{campus.address}/api/v1/tokens", json=credentials, timeout=60)
        if answer.is_error:
            return answer.status_code
    raise AssertionError("the database found room on a full disk")
