"""requirements.lock and requirements-dev.lock: exact, complete, and the same on every machine."""

import re
import shutil
import subprocess
import tomllib

from alp_app.settings import ROOT

RUNTIME = (ROOT / "requirements.lock").read_text()
DEVELOPMENT = (ROOT / "requirements-dev.lock").read_text()
PIN = re.compile(r"^([a-z0-9][a-z0-9._-]*)==(\S+)", re.MULTILINE)
NAME = re.compile(r"^[A-Za-z0-9._-]+")
REGISTRIES = re.compile(
    "|".join(
        name + rest
        for name, rest in (
            ("py" + "pi", r"\.org"),
            ("python" + "hosted", ""),
            ("npm" + "js", r"\.(org|com)"),
            ("npm" + "mirror", ""),
        )
    )
)


def pins(lock: str) -> set[tuple[str, str]]:
    return set(PIN.findall(lock))


def normal(requirement: str) -> str:
    found = NAME.match(requirement)
    assert found
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def test_no_lock_holds_an_address():
    assert "://" not in RUNTIME + DEVELOPMENT


def test_every_pin_has_a_hash():
    for lock in (RUNTIME, DEVELOPMENT):
        for entry in re.split(r"\n(?=\S)", lock.strip()):
            assert "--hash=sha256:" in entry, entry


def test_development_uses_the_very_packages_that_run_in_production():
    assert pins(RUNTIME) < pins(DEVELOPMENT)


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    runtime = {normal(requirement) for requirement in project["project"]["dependencies"]}
    development = {normal(requirement) for requirement in project["dependency-groups"]["dev"]}
    assert runtime - {name for name, _ in pins(RUNTIME)} == set()
    assert development - {name for name, _ in pins(DEVELOPMENT)} == set()


def test_no_tracked_file_names_a_package_registry():
    git = shutil.which("git")
    assert git
    listed = subprocess.run(
        [git, "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True
    )
    naming = [
        name
        for name in listed.stdout.split("\0")
        if name
        and (ROOT / name).is_file()
        and REGISTRIES.search((ROOT / name).read_text(errors="ignore"))
    ]
    assert naming == []
