"""Model files are found, fetched in parts, continued after a stop, and never wrong."""

import asyncio
import base64
import hashlib
import os
import zipfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderUnreachable,
)
from providers.llamacpp.model_files import fetch, find
from providers.llamacpp.models import GOOD_MODEL, SMALL_MODEL, ModelSpec, PackageParts
from tests.providers.raw_server import Script, endless, head, reply

Answering = Callable[[Script], Awaitable[str]]

CONTENT = b"GGUF" + os.urandom(2500)
SPEC = ModelSpec(
    name="Tiny",
    file_name="tiny.gguf",
    size=len(CONTENT),
    sha256=hashlib.sha256(CONTENT).hexdigest(),
    licence="Apache-2.0",
    origin="These tests",
    source=PackageParts(package="alp-tiny-model-part", version="1.0", count=3, part_size=1000),
)


class Stopped(Exception):
    pass


class Watch:
    """Remembers the progress, and stops the fetch when enough is here."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.seen: list[tuple[int, int]] = []
        self._stop_at = stop_at

    async def __call__(self, done: int, total: int) -> None:
        self.seen.append((done, total))
        if self._stop_at is not None and done >= self._stop_at:
            raise Stopped


def at(url: str) -> ModelSpec:
    return replace(SPEC, url=f"{url}/tiny.gguf")


@pytest.fixture
def shelf(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of packages that the installer looks into, and nowhere else."""
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    for number in (1, 2, 3):
        write_wheel(shelf, number, CONTENT[(number - 1) * 1000 : number * 1000])
    for name, value in {
        "UV_NO_INDEX": "1",
        "UV_FIND_LINKS": str(shelf),
        "PIP_NO_INDEX": "1",
        "PIP_FIND_LINKS": str(shelf),
    }.items():
        monkeypatch.setenv(name, value)
    return shelf


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def wheel_name(number: int) -> str:
    return f"alp_tiny_model_part{number}-1.0-py3-none-any.whl"


def write_wheel(shelf: Path, number: int, part: bytes) -> None:
    package = f"alp_tiny_model_part{number}"
    files = {
        f"{package}/__init__.py": b"raise RuntimeError('imported')\n",
        f"{package}/data/part{number:02}.bin": part,
        f"{package}-1.0.dist-info/METADATA": (
            f"Metadata-Version: 2.1\nName: alp-tiny-model-part{number}\nVersion: 1.0\n".encode()
        ),
        f"{package}-1.0.dist-info/WHEEL": (
            b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
        ),
    }
    lines = [
        f"{name},sha256={base64.urlsafe_b64encode(hashlib.sha256(data).digest()).decode().rstrip('=')},{len(data)}"
        for name, data in files.items()
    ]
    record = f"{package}-1.0.dist-info/RECORD"
    with zipfile.ZipFile(shelf / wheel_name(number), "w") as wheel:
        for name, data in files.items():
            wheel.writestr(name, data)
        wheel.writestr(record, "\n".join([*lines, f"{record},,"]))


@pytest.mark.usefixtures("shelf")
async def test_the_parts_are_put_together_and_checked(tmp_path: Path):
    folder, watch = tmp_path / "models", Watch()
    path = await fetch(SPEC, folder, watch)
    assert path.read_bytes() == CONTENT
    assert [done for done, _ in watch.seen] == [0, 1000, 2000, len(CONTENT)]
    assert {total for _, total in watch.seen} == {len(CONTENT)}
    assert find(SPEC, folder) == path
    assert names_in(folder) == [".tiny.gguf.lock", "tiny.gguf", "tiny.gguf.verified"]


async def test_a_stopped_fetch_goes_on_with_the_next_part(shelf: Path, tmp_path: Path):
    with pytest.raises(Stopped):
        await fetch(SPEC, tmp_path, Watch(stop_at=1000))
    (shelf / wheel_name(1)).unlink()
    with (tmp_path / "tiny.gguf.partial").open("ab") as partial:
        partial.write(b"half a part, when the power went")
    watch = Watch()
    assert (await fetch(SPEC, tmp_path, watch)).read_bytes() == CONTENT
    assert watch.seen[0][0] == 1000


@pytest.mark.usefixtures("shelf")
async def test_a_cancelled_fetch_leaves_nothing_in_the_way_of_the_next(tmp_path: Path):
    fetching = asyncio.ensure_future(fetch(SPEC, tmp_path, Watch()))
    await asyncio.sleep(0.05)
    fetching.cancel()
    with pytest.raises(asyncio.CancelledError):
        await fetching
    assert not any(name.startswith(".part-") for name in names_in(tmp_path))
    assert (await fetch(SPEC, tmp_path, Watch())).read_bytes() == CONTENT


@pytest.mark.usefixtures("shelf")
async def test_two_fetches_at_once_do_the_work_once(tmp_path: Path):
    first, second = Watch(), Watch()
    paths = await asyncio.gather(fetch(SPEC, tmp_path, first), fetch(SPEC, tmp_path, second))
    assert paths[0] == paths[1]
    assert sorted(len(watch.seen) for watch in (first, second)) == [1, 4]


async def test_a_part_that_is_not_to_be_had_is_named(shelf: Path, tmp_path: Path):
    (shelf / wheel_name(2)).unlink()
    with pytest.raises(ProviderUnreachable, match=r"alp-tiny-model-part2==1\.0"):
        await fetch(SPEC, tmp_path, Watch())
    write_wheel(shelf, 2, CONTENT[1000:2000])
    assert (await fetch(SPEC, tmp_path, Watch())).read_bytes() == CONTENT


async def test_wrong_bytes_are_thrown_away_and_said(shelf: Path, tmp_path: Path):
    write_wheel(shelf, 2, b"x" * 1000)
    with pytest.raises(ProviderMisconfigured, match="not Tiny as it was published"):
        await fetch(SPEC, tmp_path, Watch())
    assert find(SPEC, tmp_path) is None
    write_wheel(shelf, 2, CONTENT[1000:2000])
    assert (await fetch(SPEC, tmp_path, Watch())).read_bytes() == CONTENT


async def test_a_download_goes_on_where_it_stopped(answering: Answering, tmp_path: Path):
    (tmp_path / "tiny.gguf.partial").write_bytes(CONTENT[:700])

    async def script(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        rest = CONTENT[700:]
        more = {"Content_Range": f"bytes 700-{len(CONTENT) - 1}/{len(CONTENT)}"}
        writer.write(head("206 Partial", Content_Length=str(len(rest)), **more) + rest)

    watch = Watch()
    path = await fetch(at(await answering(script)), tmp_path, watch)
    assert path.read_bytes() == CONTENT
    assert watch.seen[-1] == (len(CONTENT), len(CONTENT))


async def test_a_server_that_cannot_continue_begins_again(answering: Answering, tmp_path: Path):
    (tmp_path / "tiny.gguf.partial").write_bytes(b"old")
    path = await fetch(at(await answering(reply(CONTENT))), tmp_path, Watch())
    assert path.read_bytes() == CONTENT


async def cut(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(head(Content_Length=str(len(CONTENT))) + CONTENT[:900])


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        (reply(b"", "404 Not Found"), ProviderMisconfigured, "404 Not Found"),
        (reply(b"", "503 Busy"), ProviderUnreachable, "503"),
        (cut, ProviderUnreachable, "cannot fetch"),
        (endless(b"x" * 1000), ProviderMisconfigured, "not Tiny: its size"),
        (reply(b"<html>"), ProviderMisconfigured, "not Tiny: its size"),
    ],
)
async def test_a_download_that_fails_says_why(
    answering: Answering, tmp_path: Path, script: Script, kind: type[ProviderError], words: str
):
    with pytest.raises(ProviderError) as caught:
        await fetch(at(await answering(script)), tmp_path, Watch())
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert find(SPEC, tmp_path) is None


async def test_too_small_a_disk_is_said_before_anything_is_fetched(tmp_path: Path):
    huge = replace(SPEC, size=10**16)
    with pytest.raises(ProviderMisconfigured, match=r"needs 100000\d\d\.\d GB .* is free"):
        await fetch(huge, tmp_path, Watch())


def test_a_file_that_was_exchanged_is_noticed(tmp_path: Path):
    path = tmp_path / SPEC.file_name
    path.write_bytes(CONTENT)
    assert find(SPEC, tmp_path) == path
    path.write_bytes(CONTENT[:-1] + b"!")
    with pytest.raises(ProviderMisconfigured, match="not Tiny as it was published"):
        find(SPEC, tmp_path)


def test_an_own_file_takes_the_place_of_the_model(tmp_path: Path):
    own = tmp_path / "own.gguf"
    spec = replace(SPEC, own_path=own)
    with pytest.raises(ProviderMisconfigured, match=r"own\.gguf cannot be read"):
        find(spec, tmp_path)
    own.write_bytes(b"<html>")
    with pytest.raises(ProviderMisconfigured, match="not a GGUF model file"):
        find(spec, tmp_path)
    own.write_bytes(b"GGUF and more")
    assert find(spec, tmp_path) == own


def test_the_small_model_comes_with_a_package_and_is_what_it_should_be(tmp_path: Path):
    assert find(SMALL_MODEL, tmp_path) is not None


def test_each_model_has_a_licence_for_the_ledger():
    assert {SMALL_MODEL.licence, GOOD_MODEL.licence} == {"Apache-2.0"}
