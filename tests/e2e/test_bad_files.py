"""Journey: a teacher adds files that cannot be used. Each is refused in words, and nothing stays."""

from pathlib import Path
from time import monotonic, sleep

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e import authoring
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit
from tests.e2e.visitor import PATIENCE_MILLISECONDS

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(300)]

MEBIBYTE = 1024 * 1024
TOO_LARGE = 300 * MEBIBYTE
UPLOADING_MILLISECONDS = 120_000


@pytest.mark.parametrize(
    ("filename", "content", "words"),
    [
        (
            "broken.pdf",
            b"These bytes are no PDF.\0\0",
            "“broken.pdf” is damaged and cannot be read.",
        ),
        ("empty.pdf", b"", "This file is empty."),
        ("pictures.zip", b"PK\x03\x04 and so on", "Only .pdf, .docx, .md, .txt can be read."),
        ("notes.docx", b"%PDF-1.7\n", "“notes.docx” is not what its name says"),
        ("film.pdf", TOO_LARGE, "200 MB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_words_and_leaves_nothing(
    equipped_campus: Campus,
    visit: Visit,
    tmp_path: Path,
    *,
    filename: str,
    content: bytes | int,
    words: str,
):
    author = visit(equipped_campus, equipped_campus.add_person(Role.INSTRUCTOR))
    path = _made(tmp_path / filename, content)
    author.open("/studio/new", "New course")
    author.page.get_by_label("Choose files").set_input_files(path)
    row = authoring.uploads(author.page)
    expect(row.get_by_role("alert")).to_contain_text(words, timeout=UPLOADING_MILLISECONDS)
    _expect_nothing_of(equipped_campus, path)
    row.get_by_role("button", name=f"Take out {filename}").click()
    expect(row).to_have_count(0)


def test_a_damaged_page_tree_is_named_beside_the_file_and_the_rest_is_written_without_it(
    equipped_campus: Campus, visit: Visit, tmp_path: Path
):
    author = visit(equipped_campus, equipped_campus.add_person(Role.INSTRUCTOR))
    damaged = _made(tmp_path / "damaged.pdf", authoring.BRAKES_PDF.read_bytes()[:9_000])
    course_id = authoring.ask_for_course(author, damaged, authoring.BRAKES_PDF)
    authoring.expect_stage(author.page, "Sources", "done")
    about = author.page.get_by_role("region", name="About")
    expect(about).to_contain_text("“damaged.pdf” is damaged and cannot be read.")
    expect(about).to_contain_text("20 pages")
    with equipped_campus.api() as owner:
        job = owner.get(f"/courses/{course_id}/generation").json()["job_id"]
        owner.post(f"/jobs/{job}/cancel")


def _made(path: Path, content: bytes | int) -> Path:
    """A file of these bytes; of a number, a file of that size that takes no room."""
    with path.open("wb") as file:
        if isinstance(content, int):
            file.truncate(content)
        else:
            file.write(content)
    return path


def _expect_nothing_of(campus: Campus, path: Path) -> None:
    """Neither a record, which would keep the bytes in the store, nor a half-written file."""
    named = "SELECT count(*) FROM source WHERE filename = %s"
    on_its_way = "SELECT count(*) FROM upload WHERE filename = %s"
    ends_at = monotonic() + PATIENCE_MILLISECONDS / 1000
    while campus.count(on_its_way, path.name) and monotonic() < ends_at:
        sleep(0.1)
    assert campus.count(on_its_way, path.name) == campus.count(named, path.name) == 0
    assert list(campus.temporary.glob("alp-upload-*")) == []
