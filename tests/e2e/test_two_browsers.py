"""Journey: one learner at two browsers, and a tab that stayed open after signing out."""

import pytest
from playwright.sync_api import expect

from tests.e2e import learning
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(300)]

COURSE = "Diesel engine fundamentals"


def test_progress_made_in_one_browser_shows_in_the_other_without_reload(
    equipped_campus: Campus, visit: Visit
):
    person = equipped_campus.add_person()
    here, there = visit(equipped_campus, person), visit(equipped_campus, person)
    learning.find_course(here, "diesel", COURSE)
    learning.enrol(here)
    learning.find_course(there, "diesel", COURSE)
    there.page.evaluate("window.isStillTheSamePage = true")
    progress = there.main.locator(".ruler-cap").first
    expect(progress).to_contain_text("0 of")

    learning.pass_quiz(here.page)
    expect(progress).to_contain_text("1 of")
    assert there.page.evaluate("window.isStillTheSamePage")
    assert here.complaints + there.complaints == []


def test_a_tab_that_stayed_open_can_do_nothing_after_signing_out(
    equipped_campus: Campus, visit: Visit
):
    person = equipped_campus.add_person()
    visitor = visit(equipped_campus, person)
    learning.find_course(visitor, "diesel", COURSE)
    forgotten = visitor.page
    visitor.page = visitor.open_tab()
    visitor.open("/")
    visitor.sign_out()

    forgotten.locator("main").get_by_role("button", name="Enrol").click()
    expect(forgotten.get_by_role("heading", name="Sign in")).to_be_visible()
    assert (
        equipped_campus.count(
            "SELECT count(*) FROM enrolment JOIN user_account ON user_account.id = user_id WHERE email = %s",
            person.email,
        )
        == 0
    )
