"""Journey: a teacher and a learner at two browsers; what one says reaches the other without a reload."""

import pytest
from playwright.sync_api import expect

from tests.e2e.campus import OWNER, Campus
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

COURSE = """
    SELECT c.id, c.slug, lv.lesson_id FROM course c
    JOIN lesson_version lv ON lv.version_id = c.published_version_id
    WHERE c.title = 'Diesel engine fundamentals' ORDER BY lv.position LIMIT 1
    """


def test_an_announcement_and_an_answer_arrive_without_a_reload(campus: Campus, visit: Visit):
    learner = campus.add_person()
    [course] = campus.records(COURSE)
    with campus.api() as owner:
        details = {"name": "Diesel D7", "course_id": str(course["id"])}
        room = owner.post("/classes", json=details).json()
        person = {"email": learner.email, "role": "learner"}
        owner.post(f"/classes/{room['id']}/members", json=person)
    here, there = visit(campus, OWNER), visit(campus, learner)

    there.open(f"/classes/{room['id']}/mine")
    there.page.evaluate("window.isStillTheSamePage = true")
    here.open(f"/classes/{room['id']}", "Diesel D7")
    here.page.get_by_role("tab", name="Announcements").click()
    here.press("New announcement")
    here.fill("Title", "No class on Friday")
    here.page.get_by_label("Text").fill("Bring your **logbook** on Monday.")
    here.page.get_by_role("dialog").get_by_role("button", name="Save").click()
    expect(there.main.get_by_role("heading", name="No class on Friday")).to_be_visible()
    expect(there.main.locator("strong", has_text="logbook")).to_be_visible()
    assert there.page.evaluate("window.isStillTheSamePage")
    expect(here.main.get_by_text("1 of 1 learner has seen it")).to_be_visible()

    there.open(f"/learn/{course['slug']}/{course['lesson_id']}")
    there.press("Ask your class")
    there.fill("Your question", "Why does the piston pause?")
    there.page.get_by_label("What you have tried").fill("It looks as if nothing moves.")
    there.press("Ask")
    expect(there.main.get_by_text("It looks as if nothing moves.")).to_be_visible()
    there.page.evaluate("window.isStillTheSamePage = true")
    here.open(f"/classes/{room['id']}/discussion")
    here.press("Why does the piston pause?")
    here.page.get_by_label("Your answer").fill("It turns around there.")
    here.press("Answer")
    expect(there.main.get_by_text("It turns around there.")).to_be_visible()
    there.press("This answers it")
    expect(here.main.get_by_text("Accepted answer")).to_be_visible()
    assert there.page.evaluate("window.isStillTheSamePage")
    assert here.complaints + there.complaints == []
