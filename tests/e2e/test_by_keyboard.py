"""Journey: a teacher's file becomes a course that learners read, and no key is a mouse's."""

import re

import pytest
from playwright.sync_api import Locator, expect

from alp_app.security.actor import Role
from tests.e2e import authoring, learning
from tests.e2e.campus import Campus
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("engines"), pytest.mark.timeout(900)]

FARTHEST = 160
"""Steps to a control, at most; the skip link leads past the frame of the page."""
MOST_PRESSES = 12
"""Keys but Tab that the way asks for, beside one for each sentence and answer that waits."""


class Hands:
    """On a keyboard; counts what they press."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.steps = 0
        self.presses = 0

    def reach(self, wanted: Locator, key: str = "Tab") -> None:
        """Step from control to control until this one has the focus."""
        expect(wanted).to_be_visible()
        for _ in range(FARTHEST):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.visitor.page.keyboard.press(key)
            self.steps += 1
        raise AssertionError(f"{wanted} is not reached in {FARTHEST} steps")

    def press(self, wanted: Locator, key: str = "Tab") -> None:
        self.reach(wanted, key)
        self.key("Enter")

    def key(self, name: str) -> None:
        self.visitor.page.keyboard.press(name)
        self.presses += 1

    def write(self, wanted: Locator, words: str) -> None:
        self.reach(wanted)
        self.visitor.page.keyboard.press("Control+a")
        self.visitor.page.keyboard.type(words)


def test_a_file_becomes_a_published_course_without_a_mouse(equipped_campus: Campus, visit: Visit):
    campus = equipped_campus
    author = visit(campus, campus.add_person(Role.INSTRUCTOR))
    hands = Hands(author)
    _ask_for_course(author, hands)
    authoring.expect_generated(author.page)
    _mend_a_paragraph(author, hands)
    waited = _review_and_publish(author, hands)

    page = author.page
    expect(author.notice("Version 1 is published with 2 lessons.")).to_be_visible()
    assert hands.presses - waited <= MOST_PRESSES, hands.presses
    hands.press(page.get_by_role("link", name="Open as a learner"), "Shift+Tab")
    expect(page).to_have_url(re.compile("/courses/"))

    learner = visit(campus, campus.add_person())
    learner.open(page.url.removeprefix(campus.address), authoring.TOPIC)
    reader = Hands(learner)
    reader.press(learner.main.get_by_role("button", name="Enrol"))
    learning.expect_lesson(learner.page, 1)
    expect(learner.main).to_contain_text("A person has written this.")
    assert author.complaints + learner.complaints == []


def _ask_for_course(author: Visitor, hands: Hands) -> None:
    author.open("/studio/new", "New course")
    page = author.page
    hands.write(page.get_by_label("Topic", exact=True), authoring.TOPIC)
    hands.write(page.get_by_label("For whom", exact=True), "Apprentices in their first year")
    hands.reach(page.get_by_label("Length", exact=True))
    hands.key("Home")
    # The window in which a file is chosen is the browser's own.
    page.get_by_label("Choose files").set_input_files(authoring.BRAKES_PDF)
    expect(authoring.uploads(page)).to_contain_text(["eceived"])
    hands.press(author.main.get_by_role("button", name="Generate the draft"))
    page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}"))
    expect(authoring.stages(page)).to_be_visible()


def _mend_a_paragraph(author: Visitor, hands: Hands) -> None:
    tools = author.main.get_by_role("toolbar", name="Paragraph: tools").first
    hands.press(tools.get_by_role("button", name="Paragraph: edit"))
    hands.write(author.page.get_by_label("Text", exact=True), "A person has written this.")
    hands.press(author.main.get_by_role("button", name="Save", exact=True))
    expect(author.notice("The block is changed.")).to_be_visible()


def _review_and_publish(author: Visitor, hands: Hands) -> int:
    """How many sentences and answers waited for the teacher's word."""
    # It stands at the top of the page.
    hands.press(author.main.get_by_role("button", name="Publish", exact=True), "Shift+Tab")
    checklist = author.page.get_by_role("dialog", name="Publish this course")
    hands.press(checklist.get_by_role("button", name="that wait for you"))
    before = hands.presses
    authoring.go_through(author, press=hands.key)
    waited = hands.presses - before
    expect(checklist.get_by_text("Must", exact=True)).to_have_count(0)
    hands.press(checklist.get_by_role("button", name="Publish", exact=True))
    return waited
