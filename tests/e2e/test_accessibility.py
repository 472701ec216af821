"""Every page as people meet it who see, hear or point otherwise: both themes, three widths."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from pages.routes import PAGES
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit
from tests.e2e.tour import STATES, Tour, prepare

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(400)]

WIDTHS = (1440, 768, 360)
HEIGHT = 900
THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
ROUTES = [page.route for page in PAGES]
LEADS_ON = {"/return-code"}
"""Whoever has a password is led home, and focus with them, while keys are pressed."""


@pytest.fixture(scope="module")
def tour(equipped_campus: Campus) -> Tour:
    return prepare(equipped_campus)


@pytest.mark.parametrize("route", [*ROUTES, *STATES])
def test_a_page_has_no_barriers_and_no_errors_in_any_theme_or_width(
    route: str, tour: Tour, visit: Visit
):
    stop = tour.stops[route]
    visitor = visit(tour.campus, stop.person)
    visitor.open(stop.address)
    found: list[str] = []
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": HEIGHT})
        for theme in THEMES:
            visitor.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            found += [f"{theme} {width}: {barrier}" for barrier in _barriers(visitor.page)]
        if (over := _sideways(visitor.page)) > 0:
            found.append(f"{width}: {over} px wider than the window")
    assert found == []
    assert visitor.complaints == []


@pytest.mark.parametrize("route", [route for route in ROUTES if route not in LEADS_ON])
def test_the_keyboard_reaches_the_content_and_what_is_in_it(route: str, tour: Tour, visit: Visit):
    stop = tour.stops[route]
    visitor = visit(tour.campus, stop.person)
    visitor.open(stop.address)
    page = visitor.page
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("main :focus")).to_have_count(1)


def test_the_palette_opens_and_closes_by_keyboard_and_gives_the_focus_back(
    tour: Tour, visit: Visit
):
    stop = tour.stops["/studio"]
    visitor = visit(tour.campus, stop.person)
    visitor.open(stop.address)
    page = visitor.page
    link = visitor.main.get_by_role("link", name="New course").first
    link.focus()
    page.keyboard.press("Control+k")
    palette = page.get_by_role("dialog")
    expect(palette.get_by_role("combobox")).to_be_focused()
    assert _barriers(page) == []
    page.keyboard.press("Escape")
    expect(palette).to_be_hidden()
    expect(link).to_be_focused()
    page.keyboard.press("Control+k")
    page.keyboard.type("engines")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name="Engines")).to_be_visible()


def _barriers(page: Page) -> list[str]:
    """What axe finds, as `rule: element`."""
    violations: list[dict[str, Any]] = Axe().run(page, options=RULES).response["violations"]
    return [
        f"{violation['id']}: {node['target'][0]} {node['failureSummary']}"
        for violation in violations
        for node in violation["nodes"]
    ]


def _sideways(page: Page) -> int:
    """Pixels by which the page is wider than its window."""
    return page.evaluate(
        "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
