"""Journey: a teacher writes a course by hand, with a picture, files and objectives of their own."""

from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e import authoring, learning
from tests.e2e.campus import Campus, Person
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(300)]

TITLE = "Tides and harbours"


def test_a_course_written_by_hand_shows_its_own_picture_to_learners(
    campus: Campus, visit: Visit, tmp_path: Path
):
    teacher = campus.add_person(Role.INSTRUCTOR)
    author = visit(campus, teacher)
    author.open(f"/studio/{_begin(campus, teacher)}", TITLE)

    drawing = tmp_path / "tide.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg"></svg>')
    authoring.open_block(author, "Figure")
    author.page.get_by_label("Choose a picture").set_input_files(drawing)
    expect(authoring.uploads(author.page).get_by_role("alert")).to_contain_text(
        "“tide.svg” is not a PNG, JPEG or WebP picture."
    )
    authoring.choose_picture(author, "Choose a picture", _picture(tmp_path / "tide.png", "navy"))
    author.fill("Description", "The sea at high water")
    author.press("Save")
    shown = author.main.get_by_role("img", name="The sea at high water")
    first = shown.get_attribute("src")
    changed = author.notice("The block is changed.")
    changed.get_by_role("button", name="Close").click()
    expect(changed).to_have_count(0)

    authoring.open_block(author, "Figure")
    authoring.choose_picture(
        author, "Choose another picture", _picture(tmp_path / "ebb.jpg", "teal")
    )
    author.press("Save")
    expect(shown).not_to_have_attribute("src", str(first))
    changed.get_by_role("button", name="Undo").click()
    expect(shown).to_have_attribute("src", str(first))

    authoring.add_source(author, tmp_path / "notes.md", "# Tides\n\nThe moon pulls the sea.\n")
    author.press("Take “notes.md” out of the course")
    author.notice("“notes.md” is taken out").get_by_role("button", name="Undo").click()
    expect(author.main.get_by_role("link", name="notes.md")).to_be_visible()

    authoring.add_objective(author, "Explain why the sea rises twice a day")
    author.press("Publish")
    author.page.get_by_role("dialog").get_by_role("button", name="Publish").click()
    expect(author.notice("Version 1 is published")).to_be_visible()

    learner = visit(campus, campus.add_person())
    learning.find_course(learner, "harbours", TITLE)
    expect(learner.main).to_contain_text("Explain why the sea rises twice a day")
    learning.enrol(learner)
    picture = learner.main.get_by_role("img", name="The sea at high water")
    expect(picture).to_have_attribute("src", str(first))
    assert picture.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    assert learner.complaints == []


def _begin(campus: Campus, teacher: Person) -> str:
    """A course of one lesson that waits for its picture."""
    with campus.api(teacher) as client:
        details = {"title": TITLE, "summary": "Why the sea comes and goes."}
        course_id = client.post("/drafts", json=details).json()["id"]
        module = client.post(f"/drafts/{course_id}/modules", json={"title": "Water"}).json()
        lesson = client.post(
            f"/drafts/modules/{module['subject_id']}/lessons", json={"title": "High water"}
        ).json()
        for block in (
            {"type": "text", "text": "The sea rises twice a day."},
            {"type": "figure", "alt": ""},
        ):
            client.post(f"/drafts/lessons/{lesson['subject_id']}/blocks", json={"block": block})
    return course_id


def _picture(path: Path, colour: str) -> Path:
    Image.new("RGB", (800, 400), colour).save(path)
    return path
