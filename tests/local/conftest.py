import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from alp_app.local.home import Home
from alp_app.settings import DatabaseSettings, Settings
from providers.options import S3Options
from tests.support.shared_servers import IsolatedSettings

ELSEWHERE: dict[str, Any] = {
    "database": DatabaseSettings(url="postgresql://somebody@db.example.org/school"),
    "s3": S3Options(endpoint="https://s3.example.org"),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Of an installation that runs everything itself, in a folder with a long name."""
    folder = tmp_path / ("somewhere-deep-" * 8)
    folder.mkdir()
    return IsolatedSettings(home=folder / "home")


@pytest.fixture
def redis_only(tmp_path: Path) -> Settings:
    """Of an installation whose other stores are elsewhere: its one server starts in 0.1 s."""
    return IsolatedSettings(home=tmp_path / "home", **ELSEWHERE)


@pytest.fixture
def open_folder() -> Generator[Path]:
    """One that every account may pass through; `tmp_path` is its owner's alone."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder


@pytest.fixture
def home(settings: Settings) -> Home:
    return Home(settings.home)
