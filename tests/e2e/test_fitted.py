"""Journey: a lesson in other words, a look at its source, the way back, and practice by keyboard."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e import fitting
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit
from tests.e2e.tour import SAMPLE
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(600)]

OUTCOME = re.compile(r"^(Right|Partly right|Not this time)$")


def test_a_learner_reads_in_other_words_and_practises_by_keyboard(
    equipped_campus: Campus, visit: Visit
):
    learner = equipped_campus.add_person()
    [sample] = equipped_campus.records(SAMPLE)
    [lesson] = fitting.lessons_with_quiz(equipped_campus, sample["id"], 1)
    fitting.answer_quizzes(equipped_campus, learner, sample["id"], quizzes=2)
    visitor = visit(equipped_campus, learner)

    visitor.open(f"/learn/{sample['slug']}/{lesson}")
    written = _first_text(visitor.page).inner_text()
    _ask_for_plainer_words(visitor)
    visitor.press("Show in words for you")
    expect(_first_text(visitor.page)).not_to_have_text(written)
    _open_source(visitor.page)
    visitor.press("Show as written")
    expect(_first_text(visitor.page)).to_have_text(written)

    visitor.open("/practice", "Practice")
    for number in (1, 2):
        _practise_by_keyboard(visitor.page, number)
    _look_at_evidence(visitor, sample["slug"])
    assert visitor.complaints == []


def _first_text(page: Page) -> Locator:
    return page.locator("[data-block] p").first


def _ask_for_plainer_words(visitor: Visitor) -> None:
    visitor.press("How you read")
    form = visitor.page.get_by_role("dialog")
    form.get_by_label("Words", exact=True).select_option("plainer")
    form.get_by_role("button", name="Save").click()
    expect(form).to_be_hidden()
    ready = visitor.main.get_by_role("button", name="Show in words for you")
    shown = visitor.main.get_by_role("button", name="Show as written")
    expect(ready.or_(shown)).to_be_visible(timeout=fitting.WORDING_SECONDS * 1000)
    if shown.is_visible():
        shown.click()
        expect(ready).to_be_visible()


def _open_source(page: Page) -> None:
    """A sentence in other words stands on the source of the one it is for."""
    chip = page.locator("[data-block] .cite").first
    chip.click()
    expect(page.locator("[popover]:popover-open")).to_have_text(re.compile(r"\S"))
    page.keyboard.press("Escape")


def _practise_by_keyboard(page: Page, number: int) -> None:
    desk = page.locator(".practice")
    expect(desk.locator(".ruler-cap")).to_contain_text(re.compile(rf"^{number} of \d"))
    if number == 1:
        desk.get_by_role("link").focus()
        page.keyboard.press("Tab")
    page.keyboard.press("1")
    expect(desk.locator(".opt.is-picked")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(desk.locator(".answer h4")).to_have_text(OUTCOME)
    expect(desk.locator(".answer h4")).to_be_focused()
    page.keyboard.press("Enter")


def _look_at_evidence(visitor: Visitor, slug: str) -> None:
    """Of the objective that the answers were about, on the page of the course."""
    visitor.open(f"/courses/{slug}")
    standing = visitor.main.locator(".objective-standing").first
    standing.get_by_role("button").click()
    told = visitor.page.get_by_role("dialog")
    expect(told.get_by_text("The answers behind it")).to_be_visible()
    expect(told.get_by_text("% right").first).to_be_visible()
