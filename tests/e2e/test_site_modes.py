"""Journey: an administrator makes the school read-only, closes it, and opens it again."""

from collections.abc import Generator

import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e.campus import OWNER, Campus
from tests.e2e.conftest import Visit

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("writer"), pytest.mark.timeout(300)]

READ_ONLY = "The site is read-only for now."
BACK = "We are back at 14:00."


@pytest.fixture
def open_again(campus: Campus) -> Generator[None]:
    yield
    with campus.api() as owner:
        owner.put("/site", json={"mode": "normal"})


@pytest.mark.usefixtures("open_again")
def test_what_people_can_do_follows_the_mode_of_the_site(campus: Campus, visit: Visit):
    teacher = visit(campus, campus.add_person(Role.INSTRUCTOR))
    teacher.open("/account", "Your account")
    owner = visit(campus, OWNER)
    owner.open("/school", "School")

    owner.page.get_by_role("radio", name="Look, but change nothing").check()
    owner.page.get_by_label("Note").fill(BACK)
    owner.press("Save")
    expect(owner.page.get_by_role("status").filter(has_text=READ_ONLY)).to_contain_text(BACK)
    teacher.fill("Name", "Somebody Else")
    teacher.press("Save")
    expect(teacher.notice("so nothing was changed")).to_be_visible()
    expect(teacher.page.get_by_role("status").filter(has_text=READ_ONLY)).to_be_visible()

    owner.page.get_by_role("radio", name="Wait outside").check()
    owner.press("Save")
    expect(owner.notice("Only administrators get in now.")).to_be_visible()
    teacher.open("/courses", "Closed for maintenance")
    expect(teacher.main).to_contain_text(BACK)
    owner.open("/courses", "Catalogue")

    owner.open("/school", "School")
    owner.page.get_by_role("radio", name="Everything").check()
    owner.press("Save")
    expect(owner.notice("People can do everything again.")).to_be_visible()
    teacher.open("/courses", "Catalogue")
    assert owner.complaints + teacher.complaints == []
