"""Journey: a teacher has a course give certificates, a learner earns one, and somebody checks it."""

import io
import re

import pypdf
import pytest
from playwright.sync_api import expect

from alp_app.security.actor import Role
from tests.e2e.campus import Campus
from tests.e2e.certificates import TITLE, make_course
from tests.e2e.conftest import Visit
from tests.e2e.visitor import Visitor

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("campus"), pytest.mark.timeout(300)]


def test_a_certificate_is_designed_earned_checked_and_revoked(campus: Campus, visit: Visit):
    teacher, person = campus.add_person(Role.INSTRUCTOR), campus.add_person()
    course_id, slug, required = make_course(campus, teacher)

    author = visit(campus, teacher)
    _design(author, course_id)

    learner = visit(campus, person)
    learner.open(f"/courses/{slug}", TITLE)
    learner.press("Enrol")
    expect(learner.page).to_have_url(re.compile("/learn/"))
    learner.open(f"/courses/{slug}", TITLE)
    missing = learner.main.get_by_role("region", name="Still missing")
    expect(missing.get_by_role("link")).to_have_text(["Lesson 1, Bowline"])
    expect(learner.main.get_by_role("region", name="Outline")).to_contain_text("Optional")
    missing.get_by_role("link").click()
    expect(learner.page).to_have_url(re.compile(required))
    learner.press("Mark as done")
    expect(learner.notice(TITLE)).to_be_visible()

    learner.open("/account")
    mine = learner.main.get_by_role("region", name="Certificates")
    download = mine.get_by_role("link", name="Download")
    expect(download).to_be_visible()
    answer = learner.context.request.get(str(download.get_attribute("href")))
    [page] = pypdf.PdfReader(io.BytesIO(answer.body())).pages
    code = mine.locator("code").inner_text()
    words = page.extract_text()
    assert all(said in words for said in (person.name, "Master of knots", TITLE, code))

    stranger = visit(campus)
    stranger.open(f"/verify/{code}", "Check a certificate")
    result = stranger.main.locator(".verify-result")
    expect(result).to_contain_text("Valid")
    expect(result).to_contain_text(person.name)
    stranger.fill("Code of the certificate", "BCDF-2345-GHJK-6789")
    stranger.press("Check")
    expect(result).to_contain_text("Unknown")

    learner.page.get_by_role("switch", name="Show only my initials").click()
    expect(learner.notice("Only your initials are shown from now on.")).to_be_visible()
    author.open(f"/studio/{course_id}/certificate", "Certificate of this course")
    author.press("Revoke")
    dialog = author.page.get_by_role("dialog")
    dialog.get_by_label("Reason").fill("The work was copied.")
    dialog.get_by_role("button", name="Revoke").click()
    expect(author.main.get_by_role("region", name="Given certificates").first).to_contain_text(
        "The work was copied."
    )
    expect(mine).to_contain_text("The work was copied.")

    stranger.open(f"/verify/{code}", "Check a certificate")
    expect(result).to_contain_text("Revoked")
    expect(result).not_to_contain_text(person.name)
    expect(result).not_to_contain_text("copied")
    for visitor in (author, learner, stranger):
        assert visitor.complaints == []


def _design(author: Visitor, course_id: str) -> None:
    author.open(f"/studio/{course_id}/certificate", "Certificate of this course")
    author.fill("Title", "Master of knots")
    expect(author.main.locator(".certificate-title")).to_have_text("Master of knots")
    author.page.get_by_label("Give a certificate to whoever completes this course").check()
    author.press("Save")
    expect(author.notice("The certificate is saved.")).to_be_visible()
