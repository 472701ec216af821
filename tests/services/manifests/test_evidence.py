"""Evidence packs: what they hold, and that nothing in them can be changed unnoticed."""

import json
import tempfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from alp_app.cli.evidence import verify
from alp_app.security.seal import Seal, fingerprint, is_signed
from alp_app.services.approvals.commands import add_comment
from alp_app.services.approvals.inputs import CommentInput
from alp_app.services.learning import attempts
from alp_app.services.learning import commands as learning
from alp_app.services.manifests.evidence import gather_evidence
from alp_app.services.manifests.sealing import (
    CHAIN,
    HASHES,
    KEY,
    SIGNATURE,
    verify_pack,
    write_pack,
)
from tests.support.makings import make_manifest, making
from tests.support.world import PlannedLesson, act, ask, choice, make_course

SEAL = Seal(b"s" * 32)


@pytest.fixture
async def files(product, school) -> dict[str, bytes]:
    """Of a course with three records, a comment, and a learner who has answered."""
    course = await make_course(product, school.teacher, PlannedLesson(questions=[choice()]))
    lesson = course.lessons[0]
    for number in range(3):
        record = making(f"Sentence {number}.")
        await make_manifest(product, school.teacher, course.id, subject_id=lesson.id, of=record)
    await act(product, school.ana, learning.enrol, course.id)
    await act(product, school.ana, attempts.start_attempt, lesson.id, lesson.quiz_id)
    remark = CommentInput(anchor_id=course.id, body="<b>Good</b>")
    await act(product, school.teacher, add_comment, course.id, comment=remark)
    return await ask(product, school.teacher, gather_evidence, course.id)


@pytest.fixture
def pack(files, tmp_path: Path) -> Path:
    path = tmp_path / "evidence.zip"
    write_pack(path, files, SEAL)
    return path


def rewrite(pack: Path, changes: dict[str, bytes | None]) -> None:
    """Change, add or (None) take out files of a pack."""
    with zipfile.ZipFile(pack) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(pack, "w") as archive:
        for name, content in {**files, **changes}.items():
            if content is not None:
                archive.writestr(name, content)


def problems(pack: Path) -> set[tuple[str, str]]:
    return {(one.kind, one.where) for one in verify_pack(pack).problems}


async def test_a_pack_that_nobody_touched_is_good(pack):
    report = verify_pack(pack)
    assert report.is_good
    assert (report.records, report.fingerprint) == (3, fingerprint(SEAL.public_key))


async def test_every_change_of_a_pack_is_found(pack, files):
    for changes, found in (
        ({"data/results.json": b"{}"}, {("changed", "data/results.json")}),
        ({"index.html": None}, {("missing", "index.html")}),
        ({"data/more.json": b"{}"}, {("added", "data/more.json")}),
        ({SIGNATURE: b"0" * 64}, {("unsigned", HASHES)}),
        ({KEY: Seal(b"t" * 32).public_key}, {("unsigned", HASHES)}),
        ({KEY: None}, {("unsigned", HASHES)}),
    ):
        write_pack(pack, files, SEAL)
        rewrite(pack, changes)
        assert problems(pack) == found


async def test_a_record_that_was_taken_out_shows_even_when_the_pack_is_sealed_anew(pack, files):
    lines = files[CHAIN].splitlines(keepends=True)
    write_pack(pack, {**files, CHAIN: lines[0] + lines[2]}, Seal(b"t" * 32))
    report = verify_pack(pack)
    assert [one.where for one in report.problems] == ["2 missing"]
    assert report.fingerprint != fingerprint(SEAL.public_key)
    changed = lines[1].replace(b"Sentence 1.", b"Sentence 9.")
    write_pack(pack, {**files, CHAIN: lines[0] + changed + lines[2]}, SEAL)
    assert problems(pack) == {("chain", "2 changed")}


async def test_the_command_says_what_is_wrong_and_fails(pack):
    good = CliRunner().invoke(verify, [str(pack)])
    assert good.exit_code == 0
    assert "3 records" in good.output
    rewrite(pack, {"data/sources.json": b"[]  "})
    bad = CliRunner().invoke(verify, [str(pack)])
    assert bad.exit_code == 1
    assert "data/sources.json" in bad.output


async def test_it_names_no_learner_and_leaves_out_figures_of_a_few(files, school):
    whole = b"\n".join(files.values()).decode()
    assert str(school.ana.user_id) not in whole
    results = json.loads(files["data/results.json"])
    assert (results["learners"], results["completed"]) == (1, None)
    assert json.loads(files["data/items.json"])[0]["mean_score"] is None


async def test_the_page_needs_no_network_and_runs_nothing(files):
    page = files["index.html"].decode()
    assert "http" not in page
    assert "<script" not in page
    assert "&lt;b&gt;Good&lt;/b&gt;" in page
    assert "openssl pkeyutl -verify" in files["VERIFY.txt"].decode()


@given(st.binary(max_size=200))
def test_what_is_no_pack_is_said_to_be_none(content: bytes):
    with tempfile.NamedTemporaryFile() as file:
        Path(file.name).write_bytes(content)
        assert not verify_pack(Path(file.name)).is_good


@given(st.binary(min_size=1, max_size=100), st.binary(max_size=100))
def test_only_the_sealed_bytes_are_sealed(content: bytes, other: bytes):
    signature = SEAL.sign(content)
    assert is_signed(SEAL.public_key, signature, content)
    assert is_signed(SEAL.public_key, signature, other) == (other == content)
    assert not is_signed(other, signature, content)
    assert signature == SEAL.sign(content)
