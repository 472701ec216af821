"""Whatever Blender does, the caller gets a model or one of three errors, and nothing is left."""

import asyncio
import hashlib
import json
import os
import stat
import struct
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest

from providers.blender.adapter import BlenderScenes
from providers.blender.fetch import BlenderPackage
from providers.blender.glb import BrokenGlb, Glb
from providers.blender.process import find_command
from providers.contracts.errors import (
    ProviderError,
    ProviderMisconfigured,
    ProviderRefused,
    ProviderUnreachable,
)
from providers.contracts.status import Readiness
from providers.fakes.noise import noise_png
from providers.fakes.scenes import PlaceholderScenes
from tests.providers.scene_contract import asking
from tests.providers.until import until

SHELL = "#!/bin/sh\n"


@pytest.fixture
def blender(tmp_path: Path):
    """Put a program in Blender's place, and give the renderer that runs it."""

    def place(script: str, timeout: float = 20.0) -> BlenderScenes:
        program = tmp_path / "blender"
        program.write_text(SHELL + script)
        program.chmod(program.stat().st_mode | stat.S_IXUSR)
        return BlenderScenes(
            command=str(program), folder=tmp_path / "none", timeout=timedelta(seconds=timeout)
        )

    return place


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where temporary folders are made; empty again after each test."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def left_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


@pytest.mark.parametrize(
    ("script", "kind", "words"),
    [
        ("echo 'TypeError: no such gear'; exit 3", ProviderRefused, "no such gear"),
        (
            "echo \"ModuleNotFoundError: No module named 'numpy'\"; exit 3",
            ProviderMisconfigured,
            "numpy",
        ),
        ("kill -9 $$", ProviderUnreachable, "signal 9"),
        ("exit 0", ProviderUnreachable, "left no report.json"),
        ("printf '{' > report.json", ProviderUnreachable, "broken report"),
        (
            'echo \'{"blender": "9"}\' > report.json; echo no > model.glb; echo no > still.png',
            ProviderUnreachable,
            "no PNG",
        ),
        (
            'echo \'{"blender": "9"}\' > report.json; head -c 9000000 /dev/zero > model.glb',
            ProviderRefused,
            "9000000 bytes",
        ),
        ("sleep 60", ProviderUnreachable, "did not finish within 1.5 s"),
    ],
)
async def test_a_failure_is_sorted_and_leaves_nothing(
    blender, temporary: Path, script: str, kind: type[ProviderError], words: str
):
    with pytest.raises(kind) as raised:
        await blender(script, timeout=1.5).build(asking())
    assert words in raised.value.reason
    assert left_in(temporary) == []


async def test_what_blender_said_last_is_in_the_error(blender):
    script = "for i in $(seq 1 500); do echo line $i; done; echo 'ValueError: wide'; exit 3"
    with pytest.raises(ProviderRefused) as raised:
        await blender(script).build(asking())
    assert raised.value.reason.endswith("ValueError: wide")
    assert "line 500" in raised.value.hint
    assert "line 400\n" not in raised.value.hint


async def test_cancelling_ends_the_whole_group(blender, temporary: Path, tmp_path: Path):
    note = tmp_path / "child"
    building = asyncio.create_task(
        blender(f"sleep 300 & echo $! > {note}.part; mv {note}.part {note}; wait").build(asking())
    )
    await until(note.exists)
    child = int(note.read_text())
    building.cancel()
    with pytest.raises(asyncio.CancelledError):
        await building
    assert left_in(temporary) == []
    await until(lambda: _is_gone(child))


def _is_gone(pid: int) -> bool:
    """Killed children may stay in the table until somebody asks for them."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return True
    return state == "Z"


async def test_the_program_sees_none_of_our_settings(
    blender, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("ALP_S3_SECRET_KEY", "hush")
    with pytest.raises(ProviderUnreachable):
        await blender(f"env > {tmp_path / 'seen'}").build(asking())
    assert "hush" not in (tmp_path / "seen").read_text()


async def test_a_good_model_is_passed_on_with_a_checked_manifest(blender, tmp_path: Path):
    fake = await PlaceholderScenes().build(asking())
    (tmp_path / "good.glb").write_bytes(fake.glb)
    (tmp_path / "good.png").write_bytes(noise_png(96, 64))
    scene = await blender(
        f"cp {tmp_path}/good.glb model.glb; cp {tmp_path}/good.png still.png;"
        'echo \'{"blender": "9.1.0"}\' > report.json'
    ).build(asking())
    assert scene.engine == "Blender 9.1.0"
    assert scene.parts == fake.parts
    assert len(scene.manifest["script_sha256"]) == 64
    json.dumps(scene.manifest)


@pytest.mark.parametrize("size", [(0, 64), (64, 100_000)])
async def test_an_impossible_picture_is_refused(blender, size: tuple[int, int]):
    with pytest.raises(ProviderRefused, match="cannot render"):
        await blender("exit 0").build(asking(still_width=size[0], still_height=size[1]))


async def test_a_machine_without_blender_is_told_how_to_get_it(tmp_path: Path):
    renderer = BlenderScenes(
        command=str(tmp_path / "missing"), folder=tmp_path, timeout=timedelta(seconds=5)
    )
    status = await renderer.status()
    assert status.readiness is Readiness.MISCONFIGURED
    assert "does not exist" in status.reason
    with pytest.raises(ProviderMisconfigured):
        await renderer.build(asking())


async def test_a_blender_that_answers_no_question_is_unreachable(blender):
    status = await blender("sleep 60").status()
    assert status.readiness is Readiness.UNREACHABLE
    assert status.elapsed < timedelta(seconds=50)


def test_the_fetched_package_is_used_where_there_is_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ProviderMisconfigured, match="not installed") as raised:
        find_command("", tmp_path / "package", "python")
    assert "apt-get install blender" in raised.value.hint
    (tmp_path / "package" / "bpy").mkdir(parents=True)
    command = find_command("", tmp_path / "package", "python")
    assert command.python_path == tmp_path / "package"
    assert command.for_script(Path("job.py"), "a") == ["python", "job.py", "--", "a"]


async def test_a_blender_that_is_there_need_not_be_fetched(blender, tmp_path: Path):
    blender("exit 0")
    assert await BlenderPackage(str(tmp_path / "blender"), tmp_path / "none").is_present()
    assert not await BlenderPackage(str(tmp_path / "nothing"), tmp_path / "none").is_present()


@pytest.mark.parametrize(
    "damage",
    [
        lambda glb: glb[:10],
        lambda glb: glb[:-4],
        lambda glb: b"GLTF" + glb[4:],
        lambda glb: glb[:4] + struct.pack("<I", 1) + glb[8:],
        lambda glb: glb[:16] + b"BIN\0" + glb[20:],
        lambda glb: glb.replace(b'"mesh":0', b'"mush":0'),
        lambda glb: glb.replace(b'{"asset"', b'["asset"'),
    ],
)
async def test_a_broken_file_is_no_model(damage):
    glb = (await PlaceholderScenes().build(asking())).glb
    assert Glb(glb).vertices == 8
    with pytest.raises(BrokenGlb):
        Glb(damage(glb))


async def test_the_sample_courses_models_are_whole_and_say_how_they_were_made():
    folder = Path(__file__).parents[2] / "alp_app" / "resources" / "sample_course" / "models"
    files = sorted(folder.glob("*.glb"))
    assert {file.stem for file in files} >= {"diesel_injector", "four_stroke_cylinder"}
    for file in files:
        content = file.read_bytes()
        manifest = json.loads(file.with_suffix(".json").read_text())
        glb = Glb(content)
        assert manifest["glb_sha256"] == hashlib.sha256(content).hexdigest()
        assert [part.label for part in glb.parts] == [part["label"] for part in manifest["parts"]]
        assert len(content) < 1_500_000
        assert os.access(file.with_suffix(".png"), os.R_OK)
