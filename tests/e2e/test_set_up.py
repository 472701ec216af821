"""Journey: somebody makes a school of a new installation, goes and comes back."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.campus import OWNER
from tests.e2e.visitor import Visitor, visiting
from tests.support.people import PASSWORD
from tests.support.school import running_school

pytestmark = [pytest.mark.e2e, pytest.mark.xdist_group("writer"), pytest.mark.timeout(400)]

MOST_GUESSES = 30
"""Ten are free; on a slow machine some are given back meanwhile."""


def test_the_owner_claims_a_school_once_and_comes_in_only_with_the_right_password(
    browser: Browser, tmp_path: Path
):
    with (
        running_school(tmp_path / "home") as school,
        visiting(browser, school.address) as owner,
    ):
        owner.open(school.setup_link, "Set up your school")
        owner.fill("Name of your school", "Steel Street College")
        owner.fill("Name", OWNER.name)
        owner.fill("E-mail", OWNER.email)
        owner.fill("Password", PASSWORD)
        owner.press("Come in")
        expect(owner.main.get_by_role("heading", level=1)).to_contain_text(OWNER.name)
        expect(owner.main.get_by_role("link", name="Diesel engine fundamentals")).to_be_visible()

        with visiting(browser, school.address) as stranger:
            stranger.open(school.setup_link, "This link has ended")

        owner.sign_out()
        owner.sign_in(OWNER, password="a guess that is wrong")  # noqa: S106 - nobody's
        _expect_refusal(owner, "The e-mail address or the password is wrong.")
        owner.sign_in(OWNER)
        expect(owner.page.get_by_role("button", name=f"Account of {OWNER.name}")).to_be_visible()

        with visiting(browser, school.address) as guesser:
            assert any(_is_refused_for_trying_too_often(guesser) for _ in range(MOST_GUESSES))
        assert owner.complaints == []


def _expect_refusal(visitor: Visitor, words: str) -> None:
    expect(visitor.main.get_by_role("alert")).to_contain_text(words)


def _is_refused_for_trying_too_often(guesser: Visitor) -> bool:
    guesser.sign_in(OWNER, password="a guess that is wrong")  # noqa: S106 - nobody's
    refusal = guesser.main.get_by_role("alert")
    expect(refusal).to_be_visible()
    return "That was tried too often." in refusal.inner_text()
