"""A teacher publishes a correction, tells those who had learned the old words, and they read it."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import certificates
from tests.e2e.campus import OWNER, Campus
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]


def test_a_correction_is_published_and_told_without_a_mouse(campus: Campus, visit: Visit):
    learner = campus.add_person()
    course_id, _ = certificates.earn(campus, OWNER, learner)
    certificates.correct(campus, OWNER, course_id)

    teacher = visit(campus, OWNER)
    teacher.open(f"/studio/{course_id}")
    teacher.main.get_by_role("button", name="Publish", exact=True).press("Enter")
    dialog = teacher.page.get_by_role("dialog")
    dialog.get_by_role("button", name="Publish", exact=True).press("Enter")
    expect(teacher.page).to_have_url(re.compile(f"/studio/{course_id}/changes"))
    expect(teacher.main.get_by_text("One learner had finished a lesson")).to_be_visible()
    expect(teacher.main.locator("del")).to_have_text(re.compile("Hold"))
    expect(teacher.main.locator("ins")).to_have_text(re.compile("Fix"))
    teacher.main.get_by_label("A word from you").fill("Holding was dangerous.")
    teacher.main.get_by_role("button", name="Tell that learner").press("Enter")
    expect(teacher.notice("One learner was told what changed.")).to_be_visible()
    expect(teacher.main.get_by_role("button", name="Tell")).to_have_count(0)

    reader = visit(campus, learner)
    reader.open("/notifications")
    reader.main.get_by_role("button", name=re.compile(certificates.TITLE)).first.press("Enter")
    expect(reader.main.get_by_text("Holding was dangerous.")).to_be_visible()
    expect(reader.main.get_by_text("You had finished this lesson")).to_be_visible()
    expect(reader.main.locator("ins")).to_have_text(re.compile("Fix"))
    reader.main.get_by_role("link", name="Read the lesson").press("Enter")
    expect(reader.main.get_by_text("Fix the end, then begin.")).to_be_visible()
    assert teacher.complaints == []
    assert reader.complaints == []
