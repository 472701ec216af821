"""Somebody at a browser: opens pages, signs in, and notices what the browser complains about."""

import re
from collections.abc import Generator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, expect

from tests.e2e.campus import Person
from tests.support.people import PASSWORD

PATIENCE_MILLISECONDS = 30_000
"""A machine that runs other tests as well answers slowly; a page that is right answers at last."""

SLOW_GRAPHICS = ("GL Driver Message (OpenGL, Performance", "rAF timed out in updateSource")
"""What a browser without a graphics card says of 3D pages."""


class Visitor:
    def __init__(self, context: BrowserContext) -> None:
        self.context = context
        self.complaints: list[str] = []
        """Errors and warnings of the browser's console, and exceptions of scripts."""
        self.page = self.open_tab()

    def open_tab(self) -> Page:
        page = self.context.new_page()
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def open(self, address: str, heading: str | re.Pattern[str] = "") -> None:
        """Open a page and wait for its heading; any when none is named."""
        self.page.goto(address)
        found = self.page.get_by_role("heading", level=1)
        expect(found.filter(has_text=heading) if heading else found.first).to_be_visible()
        self.settle()

    def settle(self) -> None:
        """Wait until nothing on the page is still loading."""
        expect(self.page.locator(".skeleton")).to_have_count(0)

    def sign_in(self, person: Person, *, password: str = PASSWORD) -> None:
        self.open("/sign-in", "Sign in")
        self.fill("E-mail", person.email)
        self.fill("Password", password)
        self.press("Sign in")

    def sign_out(self) -> None:
        self.page.get_by_role("button", name="Account of").click()
        self.page.get_by_role("menuitem", name="Sign out").click()
        expect(self.page.get_by_role("heading", name="Sign in")).to_be_visible()

    def fill(self, label: str, value: str) -> None:
        self.page.get_by_label(label, exact=True).fill(value)

    def press(self, name: str) -> None:
        """Press the button in what the page is about, not in its frame."""
        self.main.get_by_role("button", name=name, exact=True).click()

    def follow(self, name: str) -> None:
        self.main.get_by_role("link", name=name).first.click()

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    def notice(self, words: str) -> Locator:
        return self.page.locator(".notice").filter(has_text=words)

    def _note_console(self, message: ConsoleMessage) -> None:
        is_slow_graphics = any(note in message.text for note in SLOW_GRAPHICS)
        if message.type in ("error", "warning") and not is_slow_graphics:
            self.complaints.append(message.text)


@contextmanager
def visiting(browser: Browser, address: str, **options: Any) -> Generator[Visitor]:
    """A browser of its own, as far as cookies and storage go. `options` are Playwright's."""
    context = browser.new_context(base_url=address, **options)
    context.set_default_timeout(PATIENCE_MILLISECONDS)
    try:
        yield Visitor(context)
    finally:
        context.close()
