"""What somebody does with their own data: take it with them, erase their account, keep the receipt."""

import io
import re
import zipfile

from playwright.sync_api import expect

from tests.e2e.campus import Campus
from tests.e2e.visitor import Visitor
from tests.support.people import PASSWORD


def download(visitor: Visitor) -> zipfile.ZipFile:
    """Have everything that is held about the visitor prepared, and fetch it."""
    visitor.open("/account/data", "Your data")
    visitor.press("Prepare the download")
    link = visitor.main.get_by_role("link", name="Download", exact=True)
    expect(link).to_be_visible()
    answer = visitor.context.request.get(str(link.get_attribute("href")))
    assert answer.ok, answer.status
    assert answer.headers["cache-control"] == "no-store"
    return zipfile.ZipFile(io.BytesIO(answer.body()))


def erase_own_account(visitor: Visitor, *, password: str = "", name: str = "") -> str:
    """Confirm by password, or by name without one; the receipt's code when everything is gone."""
    visitor.open("/account/data", "Your data")
    visitor.press("Erase my account")
    asked = visitor.page.get_by_role("dialog")
    if password:
        asked.get_by_label("Your password", exact=True).fill(password)
    else:
        asked.get_by_label("Your name", exact=True).fill(name)
    asked.get_by_role("button", name="Erase for good").click()
    expect(visitor.page).to_have_url(re.compile("/erased/"))
    expect(visitor.main.get_by_text("Erased", exact=True)).to_be_visible()
    return visitor.main.locator("h2 code").inner_text()


def erase(campus: Campus) -> str:
    """The code of the receipt of somebody who was there and is gone."""
    with campus.api(campus.add_person()) as client:
        return client.post("/me/data/erase", json={"password": PASSWORD}).json()["code"]
