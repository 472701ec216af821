"""A teacher has a paragraph written again, decides by keyboard, and looks back."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.campus import OWNER, Campus
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(600)]

MINE = "Our press has two pumps."


def draft(campus: Campus) -> tuple[str, str]:
    """A course with one lesson, written by hand; the ids of both."""
    with campus.api() as owner:
        course = owner.post("/drafts", json={"title": "Hydraulics"}).json()["id"]
        module = owner.post(f"/drafts/{course}/modules", json={"title": "Pumps"}).json()
        lesson = owner.post(
            f"/drafts/modules/{module['subject_id']}/lessons", json={"title": "Gear pumps"}
        ).json()["subject_id"]
        block = {"type": "text", "text": f"Gears carry the oil around. {MINE}"}
        owner.post(f"/drafts/lessons/{lesson}/blocks", json={"block": block})
        return course, lesson


def test_a_paragraph_is_written_again_decided_by_keyboard_and_looked_back_at(
    equipped_campus: Campus, visit: Visit
):
    course, lesson = draft(equipped_campus)
    visitor = visit(equipped_campus, OWNER)
    page: Page = visitor.page
    visitor.open(f"/studio/{course}")
    page.get_by_text(MINE).hover()
    page.get_by_role("button", name="Paragraph: write again").click()
    expect(page.get_by_label("Or in your words")).to_be_focused()
    page.get_by_role("button", name="More detail").press("Enter")
    panel = page.get_by_role("region", name="Proposal")
    expect(panel.get_by_role("button", name="Accept")).to_be_visible()
    expect(panel.get_by_text("2 sentences of yours stay as they are")).to_be_visible()
    panel.focus()
    page.keyboard.press("y")
    expect(page.get_by_text("The proposal is in the draft.")).to_be_visible()
    expect(panel).to_have_count(0)
    expect(page.get_by_text(MINE)).to_be_visible()
    page.get_by_role("link", name="History", exact=True).click()
    expect(page).to_have_url(re.compile(rf"/studio/{course}/history\?part=lesson&id={lesson}"))
    expect(page.get_by_role("button", name=re.compile("Proposal accepted"))).to_be_visible()
    expect(page.locator("ins")).not_to_have_count(0)
    page.get_by_role("button", name=re.compile("Edited")).first.click()
    page.get_by_role("button", name=re.compile("Restore state")).click()
    expect(page.get_by_text("The earlier state is restored.")).to_be_visible()
