"""Journey: a learner takes everything with them, erases their account, and is nowhere any more."""

import json

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e import privacy
from tests.e2e.campus import OWNER, Campus
from tests.e2e.certificates import make_course
from tests.e2e.conftest import Visit
from tests.support.people import PASSWORD

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(300)]


def test_a_learner_exports_reads_and_erases_everything(campus: Campus, visit: Visit):
    teacher, person = campus.add_person(Role.INSTRUCTOR), campus.add_person()
    course_id, _, _ = make_course(campus, teacher)
    with campus.api(teacher) as client:
        room = client.post("/classes", json={"name": "K1", "course_id": course_id}).json()
        joining = {"email": person.email, "role": "learner"}
        client.post(f"/classes/{room['id']}/members", json=joining)
        task = {"title": "Report", "instructions": "Write it.", "points": 10}
        task_id = client.post(f"/classes/{room['id']}/assignments", json=task).json()["id"]
        client.post(f"/assignments/{task_id}/publish")
    with campus.api(person) as client:
        written = {"attempt": 1, "text": "A bowline does not slip."}
        client.post(f"/assignments/{task_id}/draft", json=written)
        client.post(f"/assignments/{task_id}/submit", json={"attempt": 1})

    learner = visit(campus, person)
    archive = privacy.download(learner)
    account = json.loads(archive.read("data/account.json"))
    assert account[0]["email"] == person.email
    page = archive.read("index.html").decode()
    assert "A bowline does not slip." in page
    assert teacher.name not in page

    other = visit(campus, person)
    code = privacy.erase_own_account(learner, password=PASSWORD)
    expect(learner.main).to_contain_text("Assignments: 1")
    other.page.goto("/account")
    expect(other.page.get_by_role("heading", name="Sign in")).to_be_visible()
    other.sign_in(person)
    expect(other.main).to_contain_text("wrong")
    [left] = campus.records(
        "SELECT count(*) AS n FROM submission WHERE assignment_id = %s", task_id
    )
    assert left["n"] == 0

    stranger = visit(campus)
    stranger.open(f"/erased/{code}", "Receipt of an erasure")
    expect(stranger.main.get_by_text("Erased", exact=True)).to_be_visible()
    assert person.name not in stranger.main.inner_text()
    text = stranger.context.request.get(f"/media/receipts/{code}").text()
    assert code in text
    assert person.email not in text

    author = visit(campus, teacher)
    author.open(f"/classes/{room['id']}/gradebook")
    assert person.name not in author.main.inner_text()


def test_an_administrator_sets_how_long_records_are_kept(campus: Campus, visit: Visit):
    owner = visit(campus, OWNER)
    owner.open("/admin/retention", "How long records are kept")
    owner.main.get_by_role("button", name="Change: Notifications").click()
    asked = owner.page.get_by_role("dialog")
    asked.get_by_label("Days").fill("200")
    asked.get_by_role("button", name="Save").click()
    expect(owner.notice("Saved")).to_be_visible()
    row = owner.main.get_by_role("row").filter(has_text="Notifications")
    expect(row).to_contain_text("200 days")
