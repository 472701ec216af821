"""Journey: work is given with a rubric, handed in with a file, graded by keyboard, and adds up."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e.campus import OWNER, Campus, Person
from tests.e2e.conftest import Visit
from tests.e2e.tour import SAMPLE
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(400)]

TITLE = "Injector report"
ANSWER = "The fault moved with the injector, so its nozzle leaks."
REMARK = "Say which tool you used."


def test_work_goes_from_the_task_to_the_gradebook(campus: Campus, visit: Visit, tmp_path: Path):
    amara, ben = campus.add_person(), campus.add_person()
    room = _make_class(campus, amara, ben)
    teacher = visit(campus, OWNER)
    _give_work(teacher, room)

    learner = visit(campus, amara)
    learner.open("/")
    learner.follow("Diesel D3")
    learner.follow(TITLE)
    _hand_in(learner, tmp_path / "notes.txt")
    _hand_in_by_program(campus, ben, room)

    _grade_by_keyboard(teacher, room)
    expect(learner.main.get_by_text("6 of 8 points")).to_be_visible()
    expect(learner.main.get_by_text(REMARK)).to_be_visible()

    teacher.open(f"/classes/{room}/gradebook", "Gradebook")
    cells = teacher.main.locator(".grade-cell.is-total")
    expect(cells).to_have_text([re.compile("75.0 %"), re.compile("50.0 %")])
    cells.first.focus()
    teacher.page.keyboard.press("ArrowLeft")
    teacher.page.keyboard.press("Enter")
    why = teacher.page.get_by_role("dialog")
    expect(why).to_contain_text(f"{TITLE}: 6 of 8 points, as marked.")
    teacher.page.keyboard.press("Escape")
    expect(why).to_be_hidden()

    teacher.press("Columns and rules")
    teacher.page.get_by_label("New category").fill("Tests")
    teacher.page.get_by_role("button", name="Add").first.click()
    categories = teacher.page.get_by_label("Category", exact=True)
    expect(categories.nth(1)).to_have_value("Tests")
    teacher.page.get_by_role("button", name="Delete Tests").click()
    expect(teacher.page.get_by_role("button", name="Delete Tests")).to_have_count(0)

    learner.open(f"/classes/{room}/mine", "My work and grades")
    learner.page.get_by_label(f"{TITLE}: points to try out").fill("8")
    expect(learner.main.get_by_text("Your grade would be")).to_contain_text("100.0 %")
    assert teacher.complaints == []
    assert learner.complaints == []


def test_what_was_typed_survives_a_lost_line_and_a_closed_page(campus: Campus, visit: Visit):
    amara = campus.add_person()
    room = _make_class(campus, amara)
    with campus.api() as owner:
        task = {"title": TITLE, "instructions": "Say what you found."}
        made = owner.post(f"/classes/{room}/assignments", json=task).json()
        owner.post(f"/assignments/{made['id']}/publish")
    learner = visit(campus, amara)
    learner.open(f"/assignments/{made['id']}", TITLE)
    learner.context.set_offline(True)
    learner.fill("Your text", ANSWER)
    learner.page.close()
    learner.context.set_offline(False)
    learner.page = learner.open_tab()
    learner.open(f"/assignments/{made['id']}", TITLE)
    expect(learner.page.get_by_label("Your text", exact=True)).to_have_value(ANSWER)
    expect(learner.main.locator(".saved")).to_contain_text("Saved")
    with campus.api(amara) as program:
        work = program.get(f"/assignments/{made['id']}/work").json()
    assert work["draft"]["text"] == ANSWER


def test_two_teachers_mark_blind_compare_and_agree(campus: Campus, visit: Visit):
    amara, colleague = campus.add_person(), campus.add_person(Role.INSTRUCTOR)
    room = _make_class(campus, amara)
    with campus.api() as owner:
        owner.post(f"/classes/{room}/members", json={"email": colleague.email, "role": "teacher"})
        task = {"title": TITLE, "instructions": "Say what you found.", "second_marks": "all"}
        made = owner.post(f"/classes/{room}/assignments", json=task).json()
        owner.post(f"/assignments/{made['id']}/publish")
    _hand_in_by_program(campus, amara, room)

    first, second = visit(campus, OWNER), visit(campus, colleague)
    for teacher, address, points in ((first, "grade", "8"), (second, "second", "6")):
        teacher.open(f"/assignments/{made['id']}/{address}", TITLE)
        teacher.fill("Points of 10", points)
        teacher.page.keyboard.press("Tab")
        expect(teacher.main.locator(".saved")).to_contain_text("Saved")
    second.open(f"/assignments/{made['id']}/grade", TITLE)
    expect(second.main.get_by_text("Another teacher marks this work")).to_be_visible()

    second.open(f"/assignments/{made['id']}/moderation", "Second marks")
    second.press("Compare 1 pair")
    second.fill("Points of 10", "7")
    second.press("Agree on this mark")
    expect(second.main.get_by_role("row", name=amara.name)).to_contain_text(
        f"Decided by {colleague.name}"
    )
    assert first.complaints == []
    assert second.complaints == []


def test_learners_review_each_other_and_their_word_becomes_the_mark(campus: Campus, visit: Visit):
    amara, ben = campus.add_person(), campus.add_person()
    room = _make_class(campus, amara, ben)
    with campus.api() as owner:
        task = {
            "title": TITLE,
            "instructions": "Say what you found.",
            "reviews_each": 1,
            "reviews_count": True,
        }
        made = owner.post(f"/classes/{room}/assignments", json=task).json()
        owner.post(f"/assignments/{made['id']}/publish")
    for learner in (amara, ben):
        _hand_in_by_program(campus, learner, room)
    teacher = visit(campus, OWNER)
    teacher.open(f"/assignments/{made['id']}/peers", "Peer reviews")
    teacher.press("Give out the work")
    expect(teacher.main.get_by_role("heading", name="Reviewers")).to_be_visible()

    reviewer = visit(campus, amara)
    reviewer.open(f"/assignments/{made['id']}", TITLE)
    reviewer.follow("Review the work of others")
    expect(reviewer.main.get_by_text("No idea.")).to_be_visible()
    expect(reviewer.main.get_by_text(ben.name)).to_have_count(0)
    reviewer.fill("Points of 10", "7")
    reviewer.fill("Comment", REMARK)
    reviewer.press("Hand in this review")
    expect(reviewer.notice("Your review is handed in")).to_be_visible()

    teacher.press("Use 1 peer mark")
    expect(teacher.main.get_by_role("button", name="No peer mark to use")).to_be_visible()
    teacher.open(f"/assignments/{made['id']}/grade", TITLE)
    teacher.press("Release 1 mark")
    reviewed = visit(campus, ben)
    reviewed.open(f"/assignments/{made['id']}", TITLE)
    expect(reviewed.main.get_by_text(REMARK)).to_be_visible()
    expect(reviewed.main.get_by_text(amara.name)).to_have_count(0)
    for visitor in (teacher, reviewer, reviewed):
        assert visitor.complaints == []


def _make_class(campus: Campus, *learners: Person) -> str:
    [sample] = campus.records(SAMPLE)
    with campus.api() as owner:
        details = {"name": "Diesel D3", "course_id": str(sample["id"])}
        room = owner.post("/classes", json=details).json()["id"]
        for learner in learners:
            owner.post(f"/classes/{room}/members", json={"email": learner.email, "role": "learner"})
    return room


def _give_work(teacher: Visitor, room: str) -> None:
    teacher.open(f"/classes/{room}/assignments", "Assignments")
    teacher.follow("New assignment")
    teacher.fill("Title", TITLE)
    teacher.fill("What is to be done", "Find out **why** it misfires.")
    teacher.page.get_by_label("Marks are", exact=True).select_option("rubric")
    criteria = teacher.page.get_by_label("Criterion", exact=True)
    criteria.first.fill("Diagnosis")
    teacher.press("Add a criterion")
    expect(criteria).to_have_count(2)
    expect(criteria.first).to_have_value("Diagnosis")
    criteria.last.fill("Safety")
    teacher.press("Save")
    expect(teacher.notice("Saved. Learners see it")).to_be_visible()
    expect(teacher.main.get_by_role("link", name=TITLE, exact=True)).to_be_visible()


def _hand_in(learner: Visitor, notes: Path) -> None:
    notes.write_text("Measured 180 bar, and 120 bar on cylinder 3.")
    expect(learner.main.get_by_text("Convincing").first).to_be_visible()
    learner.fill("Your text", ANSWER)
    learner.page.locator("input[type=file]").set_input_files(notes)
    expect(learner.main.get_by_role("link", name="notes.txt")).to_be_visible()
    expect(learner.main.locator(".saved")).to_contain_text("Saved")
    learner.press("Hand in")
    expect(learner.main.locator(".receipt")).to_have_text(re.compile(r"[0-9a-f]{64}"))
    expect(learner.main.get_by_text("Not marked yet")).to_be_visible()


def _hand_in_by_program(campus: Campus, learner: Person, room: str) -> None:
    with campus.api(learner) as program:
        [task] = program.get(f"/me/classes/{room}/assignments").json()
        program.post(f"/assignments/{task['id']}/draft", json={"attempt": 1, "text": "No idea."})
        program.post(f"/assignments/{task['id']}/submit", json={"attempt": 1})


def _grade_by_keyboard(teacher: Visitor, room: str) -> None:
    """Two learners, a comment for the bank, and the release: nothing is pointed at."""
    teacher.open(f"/classes/{room}/assignments", "Assignments")
    page, queue = teacher.page, teacher.main.locator(".queue-row")
    teacher.main.get_by_role("link", name=f"Grade {TITLE}").focus()
    page.keyboard.press("Enter")
    expect(queue.first).to_contain_text("To mark")
    page.keyboard.press("3")
    page.keyboard.press("2")
    page.keyboard.press("c")
    page.keyboard.type(REMARK)
    page.keyboard.press("Control+Enter")
    expect(queue.nth(1)).to_have_attribute("aria-current", "true")
    expect(queue.first).to_contain_text("Marked · 6")
    page.keyboard.press("1")
    page.keyboard.press("3")
    expect(queue.nth(1)).to_contain_text("Marked · 4")
    page.keyboard.press("k")
    expect(page.get_by_role("textbox", name="Comment", exact=True)).to_have_value(REMARK)
    teacher.main.get_by_role("button", name="Release 2 marks").focus()
    page.keyboard.press("Enter")
    expect(queue.first).to_contain_text("Released")
