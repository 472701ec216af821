"""What a teacher does: asks for a course, watches it come, mends the draft, publishes it."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from alp_app.settings import ROOT
from tests.e2e.campus import course_id_in
from tests.e2e.visitor import Visitor

BRAKES_PDF = ROOT / "tests" / "support" / "files" / "hydraulic-brake-systems.pdf"
TOPIC = "Hydraulic brake systems"
LESSONS = 2
"""The smallest length that the form offers."""
GENERATION_MILLISECONDS = 600_000


def ask_for_course(author: Visitor, *files: Path) -> str:
    """Fill *New course*, with a real PDF of 20 pages unless files are named; the id of the course
    whose draft opens."""
    author.open("/studio", "Studio")
    author.follow("New course")
    author.fill("Topic", TOPIC)
    author.fill("For whom", "Apprentices in their first year")
    author.page.get_by_label("Length", exact=True).select_option(str(LESSONS))
    chosen = files or (BRAKES_PDF,)
    author.page.get_by_label("Choose files").set_input_files(chosen)
    expect(uploads(author.page)).to_contain_text(["eceived"] * len(chosen))
    author.press("Generate the draft")
    author.page.wait_for_url(re.compile(r"/studio/[0-9a-f-]{36}"))
    expect(stages(author.page)).to_be_visible()
    return course_id_in(author.page.url)


def uploads(page: Page) -> Locator:
    """The rows of files, each with how far it is or why it was refused."""
    return page.get_by_role("list", name="Files").get_by_role("listitem")


def stages(page: Page) -> Locator:
    return page.get_by_role("list", name="Stages of the generation")


def stage(page: Page, name: str) -> Locator:
    return stages(page).locator("li", has=page.locator("strong", has_text=re.compile(rf"^{name}")))


def expect_stage(page: Page, name: str, state: str) -> None:
    """`state` is done, part, waiting or failed."""
    expect(stage(page, name)).to_have_class(
        re.compile(rf"\bis-{state}\b"), timeout=GENERATION_MILLISECONDS
    )


def expect_generated(page: Page) -> None:
    """The strip goes away by itself when nothing is left to do or to mend."""
    expect(stages(page)).to_have_count(0, timeout=GENERATION_MILLISECONDS)


def outline(page: Page) -> Locator:
    """The lessons of the draft."""
    return page.get_by_role("navigation", name="Course outline").locator(".outline-lesson")


def open_block(author: Visitor, kind: str) -> None:
    """Open the form of the lesson's first block of a kind."""
    tools = author.main.get_by_role("toolbar", name=f"{kind}: tools").first
    tools.get_by_role("button", name=f"{kind}: edit").click()


def choose_picture(author: Visitor, label: str, path: Path) -> None:
    """Send a picture from the form that is open, and see it there."""
    author.page.get_by_label(label).set_input_files(path)
    expect(author.page.get_by_text(f"“{path.name}” is in.")).to_be_attached()
    expect(author.page.get_by_role("img", name="Preview")).to_be_visible()


def add_source(author: Visitor, path: Path, content: str) -> None:
    """Add a file beside the lesson, and wait until it has been read."""
    path.write_text(content)
    author.page.get_by_label("Add files").set_input_files(path)
    row = author.main.get_by_role("listitem").filter(has_text=path.name)
    expect(row).to_contain_text("Read, 1 KB", timeout=GENERATION_MILLISECONDS)


def add_objective(author: Visitor, words: str) -> None:
    author.press("Add objective")
    author.fill("Objective", words)
    author.press("Save")
    expect(author.notice("The objective is added.")).to_be_visible()


def edit_first_paragraph(author: Visitor, words: str) -> str:
    """Replace the text of the first paragraph; what it said before."""
    open_block(author, "Paragraph")
    text = author.page.get_by_label("Text", exact=True)
    before = text.input_value()
    text.fill(words)
    author.press("Save")
    expect(author.notice("The block is changed.")).to_be_visible()
    return before


def move_first_lesson_down(author: Visitor) -> None:
    first = outline(author.page).first
    first.get_by_role("button", name="More about").click()
    author.page.get_by_role("menuitem", name="Move down").click()
    expect(author.notice("The lesson is moved.")).to_be_visible()


def go_through(author: Visitor, press: Callable[[str], None] | None = None) -> None:
    """From the checklist by keyboard through all that waits: accept what no source says, vouch for the
    answers that are held, and come back to the checklist."""
    for name, place, word in (
        ("What speaks for this sentence", ".support-place", "a"),
        ("Why this answer", ".key-place", "v"),
    ):
        panel = author.page.get_by_role("dialog", name=name)
        number = panel.locator(place)
        expect(number).to_contain_text("1 of")
        total = int(number.inner_text().rsplit(" ", 1)[-1])
        for turn in range(1, total + 1):
            expect(number).to_contain_text(f"{turn} of {total}")
            (press or author.page.keyboard.press)(word)
        expect(panel).to_have_count(0)


def publish(author: Visitor) -> None:
    """Open the checklist, which may warn but not forbid, and publish."""
    author.press("Publish")
    checklist = author.page.get_by_role("dialog", name="Publish this course")
    expect(checklist).to_contain_text("not verified")
    expect(checklist).to_contain_text("no source says")
    checklist.get_by_role("button", name="that wait for you").click()
    go_through(author)
    expect(checklist).to_contain_text("nobody has reviewed")
    expect(checklist.get_by_text("Must", exact=True)).to_have_count(0)
    checklist.get_by_role("button", name="Publish").click()
    expect(author.notice("Version 1 is published with 2 lessons.")).to_be_visible()
