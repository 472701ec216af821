"""What a learner does: finds a course, reads, looks at the model, answers, comes back, finishes."""

import re

from playwright.sync_api import Locator, Page, expect

from tests.e2e.campus import Person
from tests.e2e.visitor import Visitor
from tests.support.people import PASSWORD

MODEL_MILLISECONDS = 60_000
OUTCOME = re.compile(r"^(Right|Partly right|Not this time)$")
RIGHT_NUMBER = re.compile(r"[\d.,]*\d")


def register(learner: Visitor, person: Person) -> None:
    learner.open("/register", "Make an account")
    learner.fill("Name", person.name)
    learner.fill("E-mail", person.email)
    learner.fill("Password", PASSWORD)
    learner.press("Make my account")
    expect(learner.main.get_by_role("heading", level=1)).to_contain_text(person.name)


def find_course(learner: Visitor, words: str, title: str) -> None:
    """Search the catalogue and open the course."""
    learner.open("/courses", "Catalogue")
    learner.page.get_by_label("Search the catalogue").fill(words)
    expect(learner.main.locator("h2", has_text="1 course")).to_be_visible()
    learner.follow(title)
    expect(learner.main.get_by_role("heading", level=1, name=title)).to_be_visible()


def enrol(learner: Visitor) -> None:
    learner.press("Enrol")
    expect_lesson(learner.page, 1)


def expect_lesson(page: Page, number: int) -> None:
    expect(page.locator(".ruler-cap").first).to_contain_text(f"Lesson {number} of")
    expect(page.locator("[data-block]").first).to_be_visible()


def turn_model(page: Page) -> bool:
    """Turn the lesson's 3D model with the arrow keys; False when the lesson has none."""
    if page.locator(".model").count() == 0:
        return False
    page.locator(".model").scroll_into_view_if_needed()
    page.wait_for_function(
        "() => document.querySelector('model-viewer')?.loaded", timeout=MODEL_MILLISECONDS
    )
    viewer = page.locator("model-viewer")
    before = viewer.evaluate("viewer => viewer.getCameraOrbit().theta")
    viewer.locator(".userInput").focus()
    page.keyboard.press("ArrowRight", delay=200)
    page.wait_for_function(
        "before => document.querySelector('model-viewer').getCameraOrbit().theta !== before",
        arg=before,
    )
    return True


def pass_quiz(page: Page) -> None:
    """Answer by picking the first options; with what that has taught, answer again and pass."""
    quiz = page.locator(".quiz")
    quiz.scroll_into_view_if_needed()
    learned = [_answer(quiz, None)]
    while _go_on(quiz):
        learned.append(_answer(quiz, None))
    result = quiz.locator(".quiz-result")
    expect(result).to_contain_text(re.compile(r"\d of \d right"))
    if "Not passed yet" in result.inner_text():
        result.get_by_role("button", name="Try again").click()
        expect(result).to_have_count(0)
        for number, key in enumerate(learned):
            assert number == 0 or _go_on(quiz)
            _answer(quiz, key)
        expect(result).to_contain_text("Passed with 100")
    expect(page.get_by_text("You have done this lesson.")).to_be_visible()


def complete_course(learner: Visitor, lessons: int) -> None:
    """From enrolling to the last lesson."""
    enrol(learner)
    for number in range(1, lessons + 1):
        expect_lesson(learner.page, number)
        pass_quiz(learner.page)
        if number < lessons:
            open_next_lesson(learner.page)
    expect(learner.notice("You have completed")).to_be_visible()


def open_next_lesson(page: Page) -> None:
    page.get_by_role("navigation", name="Lessons").get_by_role("link", name="Next").click()


def _answer(quiz: Locator, key: set[str] | None) -> set[str]:
    """Answer the question that is shown, at random without a key, and read why; its key."""
    check = quiz.get_by_role("button", name="Check")
    expect(check).to_be_visible()
    number, options = quiz.get_by_label("Your answer"), quiz.locator(".opt")
    if number.count():
        number.fill(next(iter(key)) if key else "0")
    for place in range(options.count()):
        if _words(options.nth(place)) in key if key else place == 0:
            options.nth(place).locator("input").check()
    check.click()
    answer = quiz.locator(".answer")
    expect(answer.get_by_role("heading")).to_have_text("Right" if key else OUTCOME)
    expect(quiz.locator(".part-reason, .answer p").first).to_have_text(re.compile(r"\S"))
    told = quiz.locator(".part-right")
    if told.count():
        said = told.inner_text().removeprefix("Right:").strip()
        found = RIGHT_NUMBER.search(said)
        return {found[0].replace(",", "") if found else said}
    right = quiz.locator(".opt.is-right")
    return {_words(right.nth(place)) for place in range(right.count())}


def _words(option: Locator) -> str:
    return option.locator("> span").nth(1).inner_text().strip()


def _go_on(quiz: Locator) -> bool:
    following = quiz.get_by_role("button", name="Next question")
    if following.count() == 0:
        return False
    following.click()
    return True


def read_to(page: Page, place: Locator) -> None:
    """Scroll until `place` is at the top of the window, and wait until that is kept."""
    place.evaluate("element => element.scrollIntoView({ block: 'start' })")
    expect(page.locator(".saved")).to_contain_text("Saved")


def expect_at_top(page: Page, place: Locator) -> None:
    """The page was scrolled so that `place` is the first thing to read."""
    expect(place).to_be_in_viewport()
    box = place.bounding_box()
    size = page.viewport_size
    assert box
    assert size
    assert 0 <= box["y"] < size["height"] / 3, box
