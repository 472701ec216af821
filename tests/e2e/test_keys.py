"""Journey: a teacher goes by keyboard through answers that are held, and looks at why."""

from typing import Any

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e.campus import Campus, Person
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(600)]

TITLE = "Answers in doubt"
STEMS = ("What does a thermostat do?", "What does a water pump do?")


def test_held_answers_are_gone_through_by_keyboard(campus: Campus, visit: Visit):
    teacher = campus.add_person(Role.INSTRUCTOR)
    course = _begin(campus, teacher)
    author = visit(campus, teacher, viewport={"width": 1280, "height": 800})
    author.open(f"/studio/{course['id']}/questions", "Questions")
    rows = author.main.locator(".bank-row")
    expect(rows.get_by_text("Held", exact=True)).to_have_count(2)

    author.press("Go through them")
    panel = author.page.get_by_role("dialog", name="Why this answer")
    expect(panel).to_contain_text("1 of 2")
    expect(panel).to_contain_text(STEMS[0])
    author.page.keyboard.press("n")
    expect(panel).to_contain_text(STEMS[1])
    author.page.keyboard.press("p")
    expect(panel).to_contain_text(STEMS[0])
    author.page.keyboard.press("v")
    expect(panel).to_contain_text("2 of 2")
    author.page.keyboard.press("v")
    expect(panel.get_by_text("Vouched for", exact=True)).to_be_visible()
    author.page.keyboard.press("e")
    expect(author.page.get_by_role("dialog", name="Question", exact=True)).to_be_visible()
    author.page.keyboard.press("Escape")
    expect(rows.get_by_text("Held", exact=True)).to_have_count(0)
    assert author.complaints == []


def _begin(campus: Campus, teacher: Person) -> dict[str, Any]:
    """A course with two questions whose answers their teacher doubts."""
    with campus.api(teacher) as client:
        course = client.post("/drafts", json={"title": TITLE, "summary": "Two."}).json()
        bank = f"/courses/{course['id']}/bank"
        for stem in STEMS:
            options = [
                {"text": "It opens a way", "is_correct": True, "reason": "So it does."},
                {"text": "It heats", "is_correct": False, "reason": "Mixed up."},
            ]
            content = {"type": "single", "stem": stem, "options": options}
            made = client.post(bank, json={"content": content}).json()
            address = f"{bank}/{made['subject_id']}/key"
            version = client.get(address).json()["version_id"]
            client.post(f"{address}/hold", json={"version_id": version})
    return course
