"""One browser for each test, and two schools for all of them."""

import shutil
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, ExitStack
from typing import Any

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from tests.e2e.campus import Campus, Person, running_campus
from tests.e2e.engines import Engines, running_engines
from tests.e2e.visitor import PATIENCE_MILLISECONDS, Visitor, visiting

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
expect.set_options(timeout=PATIENCE_MILLISECONDS)

Visit = Callable[..., Visitor]


@pytest.fixture
def browser() -> Generator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def campus(tmp_path_factory: pytest.TempPathFactory) -> Generator[Campus]:
    """A school that writes with its built-in writer, as it does when nothing is set."""
    with running_campus(tmp_path_factory.mktemp("campus") / "home") as campus:
        yield campus


@pytest.fixture(scope="session")
def engines() -> Generator[Engines]:
    with running_engines() as engines:
        yield engines


@pytest.fixture(scope="session")
def equipped_campus(
    tmp_path_factory: pytest.TempPathFactory, engines: Engines
) -> Generator[Campus]:
    """A school whose courses are written and drawn by servers elsewhere."""
    home = tmp_path_factory.mktemp("equipped") / "home"
    with running_campus(home, **engines.environment) as campus:
        yield campus


@pytest.fixture
def visit(browser: Browser) -> Generator[Callable[..., Visitor]]:
    """`visit(campus, person)` opens a browser in which the person is signed in; nobody if None."""
    with ExitStack() as open_browsers:

        def arrive(campus: Campus, person: Person | None = None, **options: Any) -> Visitor:
            entering: AbstractContextManager[Visitor] = visiting(browser, campus.address, **options)
            visitor = open_browsers.enter_context(entering)
            if person is not None:
                visitor.sign_in(person)
                expect(visitor.page.get_by_role("button", name="Account of")).to_be_visible()
            return visitor

        yield arrive
