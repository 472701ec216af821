"""Takes a picture of every page in three widths and two themes, into `screenshots/`."""

from typing import Literal

import pytest
from playwright.sync_api import Page

from alp_app.settings import ROOT
from pages.routes import PAGES
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit
from tests.e2e.tour import STATES, Tour, prepare

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

FOLDER = ROOT / "screenshots"
WIDTHS = (1440, 768, 360)
HEIGHT = 900
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")

LOAD_EVERYTHING = """async () => {
    document.querySelectorAll('img[loading=lazy]').forEach((image) => (image.loading = 'eager'));
    await document.fonts.ready;
    await Promise.allSettled([...document.images].map((image) => image.decode()));
}"""


@pytest.fixture(scope="module")
def tour(equipped_campus: Campus) -> Tour:
    return prepare(equipped_campus)


@pytest.mark.parametrize("route", [*(page.route for page in PAGES), *STATES])
def test_a_page_has_its_picture_taken(route: str, tour: Tour, visit: Visit):
    stop = tour.stops[route]
    visitor = visit(tour.campus, stop.person)
    visitor.open(stop.address)
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            _take(visitor.page, f"{_name(route)}-{width}-{theme}")


def _take(page: Page, name: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    page.evaluate(LOAD_EVERYTHING)
    page.screenshot(path=FOLDER / f"{name}.png", full_page=True)


def _name(route: str) -> str:
    """`/learn/[slug]/[lesson_id]` is learn-slug-lesson_id."""
    return (
        route.strip("/").replace("/", "-").replace("[", "").replace("]", "").replace("#", "-")
        or "home"
    )
