"""Journey: an administrator watches the work of the school, and looks after its engines."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e import authoring
from tests.e2e.campus import OWNER, Campus
from tests.e2e.conftest import Visit
from tests.e2e.engines import Engines

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(400)]


def test_a_job_is_found_looked_into_cancelled_and_tried_again(
    equipped_campus: Campus, visit: Visit
):
    admin = visit(equipped_campus, OWNER)
    authoring.ask_for_course(admin)
    admin.open("/jobs", "Jobs")
    jobs = admin.page.get_by_role("list", name="Jobs")
    newest = jobs.get_by_role("link", name="Generate a course").first
    expect(newest).to_be_visible()
    newest.click()
    expect(admin.main.get_by_role("heading", level=1)).to_have_text("Generate a course")
    facts = admin.main.locator(".title-block").first
    expect(facts).to_contain_text(OWNER.name)
    expect(admin.page.get_by_role("list", name="Stages")).to_contain_text("Read files")

    admin.press("Cancel")
    expect(facts).to_contain_text("Cancelled")
    admin.press("Retry")
    expect(facts).to_contain_text("Done", timeout=authoring.GENERATION_MILLISECONDS)
    assert admin.complaints == []


def test_the_monitor_filters_jobs_and_shows_who_is_at_work(equipped_campus: Campus, visit: Visit):
    admin = visit(equipped_campus, OWNER)
    admin.open("/jobs", "Jobs")
    for queue in ("General", "Writing", "Media", "Graphics card"):
        expect(admin.main.get_by_role("listitem").filter(has_text=queue).first).to_contain_text(
            "of 1 busy"
        )
    jobs = admin.page.get_by_role("list", name="Jobs")
    expect(jobs).to_contain_text("Remove unused files")
    admin.main.get_by_role("button", name="Failed").click()
    expect(admin.main.get_by_role("link", name="Remove unused files")).to_have_count(0)
    admin.main.get_by_role("button", name="All").click()
    admin.page.get_by_label("Search jobs").fill("unused")
    expect(jobs.get_by_role("link")).to_have_count(
        admin.main.get_by_role("link", name="Remove unused files").count()
    )


def test_an_engine_is_tested_and_one_that_is_down_says_so(
    equipped_campus: Campus, engines: Engines, visit: Visit
):
    admin = visit(equipped_campus, OWNER)
    admin.open("/engines", "Engines")
    painter = admin.main.locator(
        ".engines > li", has=admin.page.get_by_role("heading", name="Stable Diffusion WebUI")
    )
    expect(painter).to_contain_text("fake-v1-5")
    painter.get_by_role("button", name="Test").click()
    expect(painter.get_by_role("status")).to_contain_text("It works.")

    engines.images.stop()
    try:
        admin.press("Check again")
        expect(painter).to_contain_text("No answer")
        painter.get_by_role("button", name="Test").click()
        expect(painter.get_by_role("status")).to_contain_text(re.compile("No result after .* s"))
    finally:
        engines.images.start()
    admin.press("Check again")
    expect(painter).to_contain_text("Ready")
